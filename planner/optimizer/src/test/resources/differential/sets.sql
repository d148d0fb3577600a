select city from customers union select category from products;
select city from customers where id < 20 union all select status from orders where id < 20;
select customer_id from orders where amount > 1500 intersect select id from customers where city = 'Rome';
select id from customers except select customer_id from orders where amount > 500;
select id from customers where id < 10 union select id from products where id < 15 order by 1 -- ordered
;
select customer_id from orders where status = 'paid' intersect all select customer_id from orders where status = 'open';
select status from orders except all select status from orders where id > 700;
select count(*) from (select id from orders union all select order_id from items) t;
select 1 as a, 'x' as b union all select id, name from customers where id < 3;
(select id from orders order by amount desc nulls last, id limit 3) union all (select id from orders order by amount, id limit 3);
select status, count(*) from (select status from orders where ordered_at < '2023-05-01' union all select status from orders where ordered_at >= '2024-05-01') t group by status;
select id, 1.5 from customers where id = 1 union all select id, 2 from customers where id = 2;
select id from (select id from orders union select id from customers) t where id between 55 and 65;
