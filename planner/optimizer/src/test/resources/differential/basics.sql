select * from customers;
select id, name from customers where city = 'Berlin';
select id from customers where city <> 'Berlin';
select id from customers where city is null;
select id from customers where not (city = 'Berlin' or credit > 5000);
select id, credit * 2 as double_credit, credit / 3 as third from customers where credit is not null;
select id, ordered_at, amount from orders where ordered_at >= timestamp '2024-05-01 00:00:00';
select count(*) from orders where ordered_at < '2023-03-01';
select id from orders where ordered_at between '2023-06-20' and '2023-07-10';
select id, amount from orders where id in (1, 2, 3, 500, 1499, 99999);
select id from orders where status in ('paid', 'open') and priority not in (1, 2);
select id from orders where status not in ('paid', 'open');
select id, name from customers where name like 'Customer A%';
select id, name from customers where city ilike 'BERLIN';
select title from products where title like '%\%' escape '\';
select title from products where title not like '%1%';
select id, name from customers order by name desc limit 7 -- ordered
;
select id, city from customers order by city, id -- ordered
;
select id, city from customers order by city desc, id limit 10 offset 5 -- ordered
;
select id, credit from customers order by credit nulls first, id limit 12 -- ordered
;
select id, ordered_at from orders order by ordered_at desc limit 10 -- ordered
;
select id, amount from orders order by amount desc nulls last, id limit 15 offset 3 -- ordered
;
select count(*) from (select id from orders limit 10) t;
select distinct city from customers;
select distinct status, priority from orders;
select case when amount > 1000 then 'big' when amount > 100 then 'middle' else 'small' end as size, count(*) from orders group by 1;
select coalesce(city, 'nowhere') as place, count(*) from customers group by coalesce(city, 'nowhere');
select id, nullif(status, 'paid') from orders where id < 20;
select id, priority + 1, priority * 2, -priority, priority % 2 from orders where id < 40;
select id / 7, id % 7, id * 3 - 1 from orders where id < 30;
select upper(name), lower(city), length(name), substring(name from 1 for 4), trim('  x ') from customers where id < 10;
select name || ' of ' || city from customers where city is not null;
select id from customers where active and credit > 100;
select id, active, not active from customers where id < 12;
select id from customers where active = false;
select left(name, 3), right(name, 2), replace(name, 'Customer', 'C'), position('m' in name) from customers where id <= 5;
select id::text || '-x', cast(amount as integer), amount::double precision from orders where id < 25 and amount > 0;
select abs(amount), sign(amount), round(amount, 1), floor(amount), ceil(amount) from orders where id < 60 and amount is not null;
select greatest(id, 10), least(id, 10) from customers where id < 20;
select 1 + 1 as two, 'a' || 'b' as ab, null as nothing, true as yes;
select * from (values (1, 'a'), (2, 'b'), (3, null)) as t(n, s) where n > 1;
select t.n, c.name from (values (1), (5), (9)) as t(n) join customers c on c.id = t.n;
select id from orders where amount > 100.5 and amount < 250;
select id from orders where (status = 'paid' and priority = 1) or (status = 'open' and priority = 2);
select id from orders where amount is null or status is null;
select id from orders where status is distinct from 'paid' and id < 60;
select id from products where weight > 50 and weight <= 100.5;
select id, weight * 2.0, weight + 1 from products where weight is not null;
select id, weight from products order by weight desc, id limit 9 -- ordered
;
select category, title from products where category is not null order by category, title desc limit 20 -- ordered
;
select count(*) from orders where 1 = 0;
select max(id) from orders where 1 = 0;
select id from orders where id = 7 and id = 8;
select customer_id from orders where ordered_at >= '2025-01-01';
select id from orders where ordered_at < '2022-01-01' or id = 3;
select split_part(title, '_', 2) as n, starts_with(title, 'Product_1') from products where id < 20;
select id from orders where amount between 10 and 60 and not (amount between 20 and 30);
select id, lpad(name, 12, '*'), rpad(name, 3, '*'), substr(name, 2, 3) from customers;
