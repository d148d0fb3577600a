-- SELECT customers.country SUM orders.total_amount PRIOR_YEAR SUM orders.total_amount GROWTH PRIOR_YEAR SUM orders.total_amount WHERE DURING orders.ordered_at «last quarter» GROUP customers.country FROM orders customers END
with n as (select c.country as k, sum(o.total_amount) as s from orders o join customers c on c.customer_id = o.customer_id
  where o.ordered_at >= date '2026-01-01' and o.ordered_at < date '2026-04-01' group by 1),
b as (select c.country as k, sum(o.total_amount) as s from orders o join customers c on c.customer_id = o.customer_id
  where o.ordered_at + interval '1 year' >= date '2026-01-01' and o.ordered_at + interval '1 year' < date '2026-04-01' group by 1)
select n.k, n.s, b.s, (n.s - b.s) / nullif(b.s, 0) from n left join b on n.k is not distinct from b.k

-- SELECT customers.country WHERE DURING orders.ordered_at «last quarter» GROUP customers.country HAVING LT CHANGE PRIOR_YEAR SUM orders.total_amount ZERO FROM orders customers END
with n as (select c.country as k, sum(o.total_amount) as s from orders o join customers c on c.customer_id = o.customer_id
  where o.ordered_at >= date '2026-01-01' and o.ordered_at < date '2026-04-01' group by 1),
b as (select c.country as k, sum(o.total_amount) as s from orders o join customers c on c.customer_id = o.customer_id
  where o.ordered_at + interval '1 year' >= date '2026-01-01' and o.ordered_at + interval '1 year' < date '2026-04-01' group by 1)
select n.k from n left join b on n.k is not distinct from b.k where n.s - b.s < 0

-- SELECT BUCKET_MONTH orders.ordered_at COUNT STAR PRIOR_PERIOD COUNT STAR CHANGE PRIOR_YEAR COUNT STAR WHERE AND EQ orders.channel «web» DURING orders.ordered_at «since 2025» GROUP BUCKET_MONTH orders.ordered_at FROM orders END
with n as (select date_trunc('month', ordered_at) as k, count(*) as s from orders
  where channel = 'web' and ordered_at >= date '2025-01-01' group by 1),
m as (select date_trunc('month', ordered_at + interval '1 month') as k, count(*) as s from orders
  where channel = 'web' and ordered_at + interval '1 month' >= date '2025-01-01' group by 1),
y as (select date_trunc('month', ordered_at + interval '1 year') as k, count(*) as s from orders
  where channel = 'web' and ordered_at + interval '1 year' >= date '2025-01-01' group by 1)
select n.k, n.s, coalesce(m.s, 0), n.s - coalesce(y.s, 0) from n left join m on m.k = n.k left join y on y.k = n.k

-- SELECT BUCKET_WEEK orders.ordered_at orders.status SUM orders.total_amount PRIOR_WEEK SUM orders.total_amount WHERE DURING orders.ordered_at «last quarter» GROUP BUCKET_WEEK orders.ordered_at orders.status FROM orders END
with n as (select date_trunc('week', ordered_at) as k, status as t, sum(total_amount) as s from orders
  where ordered_at >= date '2026-01-01' and ordered_at < date '2026-04-01' group by 1, 2),
b as (select date_trunc('week', ordered_at + interval '7 days') as k, status as t, sum(total_amount) as s from orders
  where ordered_at + interval '7 days' >= date '2026-01-01' and ordered_at + interval '7 days' < date '2026-04-01' group by 1, 2)
select n.k, n.t, n.s, b.s from n left join b on b.k = n.k and b.t = n.t

-- SELECT BUCKET_DAY orders.ordered_at COUNT STAR PRIOR_MONTH COUNT STAR WHERE DURING orders.ordered_at «between 2026-02-20 and 2026-03-31» GROUP BUCKET_DAY orders.ordered_at FROM orders END
with n as (select date_trunc('day', ordered_at) as k, count(*) as s from orders
  where ordered_at >= date '2026-02-20' and ordered_at < date '2026-04-01' group by 1),
b as (select date_trunc('day', ordered_at + interval '1 month') as k, count(*) as s from orders
  where ordered_at + interval '1 month' >= date '2026-02-20' and ordered_at + interval '1 month' < date '2026-04-01' group by 1)
select n.k, n.s, coalesce(b.s, 0) from n left join b on b.k = n.k

-- SELECT BUCKET_WEEK orders.ordered_at COUNT STAR PRIOR_YEAR COUNT STAR WHERE DURING orders.ordered_at «last month» GROUP BUCKET_WEEK orders.ordered_at FROM orders END
with n as (select date_trunc('week', ordered_at) as k, count(*) as s from orders
  where ordered_at >= date '2026-05-01' and ordered_at < date '2026-06-01' group by 1),
b as (select date_trunc('week', ordered_at + interval '1 year') as k, count(*) as s from orders
  where ordered_at + interval '1 year' >= date '2026-05-01' and ordered_at + interval '1 year' < date '2026-06-01' group by 1)
select n.k, n.s, coalesce(b.s, 0) from n left join b on b.k = n.k

-- SELECT orders.coupon_code AVG orders.total_amount PRIOR_PERIOD AVG orders.total_amount PRIOR_PERIOD COUNT STAR WHERE DURING orders.ordered_at «past 30 days» GROUP orders.coupon_code FROM orders END
with n as (select coupon_code as k, avg(total_amount) as s from orders
  where ordered_at >= date '2026-05-16' and ordered_at < date '2026-06-16' group by 1),
b as (select coupon_code as k, avg(total_amount) as s, count(*) as c from orders
  where ordered_at + interval '30 days' >= date '2026-05-16' and ordered_at + interval '30 days' < date '2026-06-16' group by 1)
select n.k, n.s, b.s, coalesce(b.c, 0) from n left join b on n.k is not distinct from b.k

-- SELECT customers.city COUNT STAR PRIOR_DAY COUNT STAR GROWTH PRIOR_DAY COUNT STAR WHERE DURING orders.ordered_at «yesterday» GROUP customers.city FROM orders customers END
with n as (select c.city as k, count(*) as s from orders o join customers c on c.customer_id = o.customer_id
  where o.ordered_at >= date '2026-06-14' and o.ordered_at < date '2026-06-15' group by 1),
b as (select c.city as k, count(*) as s from orders o join customers c on c.customer_id = o.customer_id
  where o.ordered_at >= date '2026-06-13' and o.ordered_at < date '2026-06-14' group by 1)
select n.k, n.s, coalesce(b.s, 0), (n.s - coalesce(b.s, 0))::numeric / nullif(b.s, 0) from n left join b on n.k is not distinct from b.k

-- SELECT SUM orders.total_amount PRIOR_YEAR SUM orders.total_amount WHERE DURING orders.ordered_at «year to date» FROM orders END
select (select sum(total_amount) from orders where ordered_at >= date '2026-01-01' and ordered_at < date '2026-06-16'),
  (select sum(total_amount) from orders where ordered_at >= date '2025-01-01' and ordered_at < date '2025-06-16')

-- SELECT COUNT STAR PRIOR_YEAR COUNT STAR WHERE GE orders.ordered_at «2026-03» FROM orders END
select (select count(*) from orders where ordered_at >= date '2026-03-01'),
  (select count(*) from orders where ordered_at >= date '2025-03-01' and ordered_at < date '2025-06-16')

-- SELECT PART_DOW orders.ordered_at COUNT STAR PRIOR_MONTH COUNT STAR WHERE DURING orders.ordered_at «last month» GROUP PART_DOW orders.ordered_at FROM orders END
with n as (select extract(dow from ordered_at)::integer as k, count(*) as s from orders
  where ordered_at >= date '2026-05-01' and ordered_at < date '2026-06-01' group by 1),
b as (select extract(dow from ordered_at)::integer as k, count(*) as s from orders
  where ordered_at >= date '2026-04-01' and ordered_at < date '2026-05-01' group by 1)
select n.k, n.s, coalesce(b.s, 0) from n left join b on b.k = n.k

-- SELECT PART_YEAR orders.ordered_at COUNT STAR PRIOR_YEAR COUNT STAR GROUP PART_YEAR orders.ordered_at FROM orders END
with n as (select extract(year from ordered_at)::integer as k, count(*) as s from orders group by 1)
select n.k, n.s, coalesce(b.s, 0) from n left join n b on b.k = n.k - 1

-- SELECT orders.status SHARE COUNT STAR PRIOR_QUARTER SHARE COUNT STAR WHERE DURING orders.ordered_at «last quarter» GROUP orders.status FROM orders END
with n as (select status as k, count(*) / sum(count(*)) over () as s from orders
  where ordered_at >= date '2026-01-01' and ordered_at < date '2026-04-01' group by 1),
b as (select status as k, count(*) / sum(count(*)) over () as s from orders
  where ordered_at >= date '2025-10-01' and ordered_at < date '2026-01-01' group by 1)
select n.k, n.s, b.s from n left join b on b.k = n.k

-- SELECT BUCKET_QUARTER orders.ordered_at customers.segment SUM orders.total_amount RUNNING SUM orders.total_amount MOVING «3» COUNT STAR GROUP BUCKET_QUARTER orders.ordered_at customers.segment FROM orders customers END
with g as (select date_trunc('quarter', o.ordered_at) as q, c.segment as k, sum(o.total_amount) as s, count(*) as n
  from orders o join customers c on c.customer_id = o.customer_id group by 1, 2)
select q, k, s, sum(s) over (partition by k order by q), avg(n) over (partition by k order by q rows 2 preceding) from g

-- SELECT customers.country COUNT STAR RUNNING COUNT STAR GROUP customers.country DESC COUNT STAR FROM customers END
with g as (select country as k, count(*) as n from customers group by 1)
select k, n, sum(n) over (order by n desc, k collate "C" rows unbounded preceding) from g

-- SELECT products.category SUM order_items.quantity RANK SUM order_items.quantity WHERE DURING order_items.ordered_at «in 2025» GROUP products.category HAVING AND GT COUNT STAR «10» LE RANK SUM order_items.quantity «4» FROM order_items products END
with g as (select p.category as k, sum(i.quantity) as s from order_items i join products p on p.product_id = i.product_id
  where i.ordered_at >= date '2025-01-01' and i.ordered_at < date '2026-01-01' group by 1 having count(*) > 10),
r as (select k, s, rank() over (order by s desc nulls last) as r from g)
select k, s, r from r where r <= 4

-- SELECT customers.country RANK GROWTH PRIOR_YEAR COUNT STAR WHERE DURING orders.ordered_at «in 2025» GROUP customers.country FROM orders customers END
with n as (select c.country as k, count(*)::numeric as s from orders o join customers c on c.customer_id = o.customer_id
  where o.ordered_at >= date '2025-01-01' and o.ordered_at < date '2026-01-01' group by 1),
b as (select c.country as k, count(*)::numeric as s from orders o join customers c on c.customer_id = o.customer_id
  where o.ordered_at >= date '2024-01-01' and o.ordered_at < date '2025-01-01' group by 1)
select n.k, rank() over (order by (n.s - b.s) / nullif(b.s, 0) desc nulls last) from n left join b on n.k is not distinct from b.k

-- SELECT products.category products.name SUM order_items.revenue GROUP products.product_id DESC SUM order_items.revenue LIMIT «3» PER products.category FROM order_items products END
with g as (select p.category as k, p.name as n, sum(i.quantity * i.unit_price - i.discount) as s
  from order_items i join products p on p.product_id = i.product_id group by p.product_id, p.category, p.name),
r as (select k, n, s, row_number() over (partition by k order by s desc nulls last, n collate "C") as r from g)
select k, n, s from r where r <= 3

-- SELECT orders.customer_id orders.ordered_at orders.order_id WHERE LT orders.customer_id «100» DESC orders.ordered_at LIMIT_ONE PER orders.customer_id FROM orders END
select customer_id, ordered_at, order_id from (select customer_id, ordered_at, order_id,
  row_number() over (partition by customer_id order by ordered_at desc, order_id) as r from orders where customer_id < 100) o where r = 1

-- SELECT DISTINCT customers.city customers.country ASC customers.city LIMIT «2» PER customers.country FROM customers END
select city, country from (select city, country, row_number() over (partition by country order by city collate "C" nulls last) as r
  from (select distinct city, country from customers) d) o where r <= 2

-- SELECT orders.channel MEDIAN orders.total_amount STDDEV orders.total_amount GROUP orders.channel FROM orders END
select channel, percentile_cont(0.5) within group (order by total_amount), stddev(total_amount) from orders group by 1

-- SELECT products.category MEDIAN products.list_price STDDEV products.list_price GROUP products.category FROM products END
select category, percentile_cont(0.5) within group (order by list_price), stddev(list_price) from products group by 1

-- SELECT page_views.device MEDIAN page_views.seconds PRIOR_YEAR MEDIAN page_views.seconds WHERE DURING page_views.viewed_at «last month» GROUP page_views.device FROM page_views END
with n as (select device as k, percentile_cont(0.5) within group (order by seconds) as s from page_views
  where viewed_at >= date '2026-05-01' and viewed_at < date '2026-06-01' group by 1),
b as (select device as k, percentile_cont(0.5) within group (order by seconds) as s from page_views
  where viewed_at >= date '2025-05-01' and viewed_at < date '2025-06-01' group by 1)
select n.k, n.s, b.s from n left join b on n.k is not distinct from b.k
