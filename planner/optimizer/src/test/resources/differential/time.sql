select date_trunc('month', ordered_at) as m, count(*), sum(amount) from orders group by 1;
select date_trunc('month', ordered_at) as m, count(*) from orders where ordered_at >= '2024-01-01' group by date_trunc('month', ordered_at) order by m -- ordered
;
select extract(year from ordered_at) as y, extract(month from ordered_at) as mo, count(*) from orders group by 1, 2;
select count(*) from orders where extract(year from ordered_at) = 2024;
select count(*) from orders where date_trunc('month', ordered_at) = '2023-11-01';
select count(*) from orders where date_trunc('month', ordered_at) = timestamp '2024-04-01 00:00:00';
select count(*) from orders where cast(ordered_at as date) = date '2024-03-31';
select count(*) from orders where ordered_at::date between '2024-03-30' and '2024-04-02';
select id from orders where ordered_at >= timestamp '2024-06-15 10:00:00' - interval '30 days'
--- oracle
select id from orders where ordered_at >= timestamp '2024-05-16 10:00:00';
select count(*) from orders where ordered_at >= now() - interval '3 months'
--- oracle
select count(*) from orders where ordered_at >= timestamp '2024-03-15 10:00:00';
select count(*) from orders where ordered_at >= current_date - 45
--- oracle
select count(*) from orders where ordered_at >= date '2024-05-01';
select count(*) from orders where ordered_at > current_date - interval '1 year' and ordered_at < current_date
--- oracle
select count(*) from orders where ordered_at > date '2023-06-15' and ordered_at < date '2024-06-15';
select id, ordered_at + interval '1 month', ordered_at - interval '2 hours' from orders where id < 20;
select born, born + 10, born - 10 from customers where id < 15;
select extract(quarter from shipped) as q, sum(quantity) from items where shipped >= '2024-01-01' group by 1;
select date_trunc('year', shipped), date_trunc('quarter', shipped), date_trunc('week', shipped), count(*) from items group by 1, 2, 3;
select date '2024-03-01' - date '2024-02-01' as days;
select id, shipped - ordered_at::date from orders join items on orders.id = items.order_id where id < 20;
select to_char(ordered_at, 'YYYY-MM') as m, count(*) from orders group by 1
--- oracle
select strftime(ordered_at, '%Y-%m') as m, count(*) from orders group by 1;
select extract(dow from ordered_at), extract(doy from shipped), extract(hour from ordered_at), extract(week from shipped) from orders join items on id = order_id where id < 30;
select count(*) from orders where ordered_at >= '2023-07-01' and ordered_at < '2024-04-01';
select count(*) from orders where ordered_at >= '2024-04-01';
select date_trunc('month', o.ordered_at), c.city, sum(o.amount) from orders o join customers c on c.id = o.customer_id where extract(year from o.ordered_at) = 2023 group by 1, 2;
select min(ordered_at), max(ordered_at) from orders where extract(year from ordered_at) < 2024;
select count(*) from items where shipped in ('2024-04-01', '2023-06-30');
select cast('2024-02-29' as date) + interval '1 year'
--- oracle
select date '2025-02-28';
select 1 - 2.6::integer, '5'::int + 1, (1 + 2)::text || 'x', case when true then 1 else 2 end::text, count(*)::integer, sum(amount)::numeric(12,1), max(o.id)::text::int from orders o
--- oracle
select 1 - 3, 6, '3x', '1', count(*), sum(amount)::numeric(12,1), max(o.id) from orders o;
select id from orders where ordered_at::date = '2024-03-31'::date and id::text like '1%' and amount > '10'::numeric;
select id from orders where ordered_at = '2024-03-31'::timestamp without time zone or status::varchar(2) = 'pa' and id < 60
--- oracle
select id from orders where left(status, 2) = 'pa' and id < 60;
select timestamp '2024-02-29 23:59:59.123456' as t from customers;
