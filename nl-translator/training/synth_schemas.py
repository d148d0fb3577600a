"""Invented business schemas for synthetic questions.

One table: `name/other name: column, …`, further lines indented. A column is `name/other name type` or `name =table` (a
key); `=A|B` after a type lists stored texts, `=@pool` names a list of them. The first
column is the primary key. Names and other names are drawn when a schema is built.
"""

POOLS = {
    "country": "France|Germany|United States|Brazil|Japan|India|Italy|Spain|Canada|Mexico|Norway|Kenya|Australia|China",
    "city": "Paris|Berlin|New York|Tokyo|London|Madrid|Rome|Oslo|Toronto|Chicago|Sydney|Nairobi|Lyon|San Diego",
    "region": "North|South|East|West|EMEA|APAC|North America|Latin America",
    "person": "Alice Martin|Bob Stone|Carla Gomez|Dinesh Patel|Eva Lund|Frank Ocean|Grace Kim|Hugo Blanc|Ines Silva",
    "company": "Acme Corp|Globex|Initech|Umbrella Foods|Northwind|Blue Harbor|Vertex Labs|Sunrise Textiles",
    "product": "Trail Shoe|Desk Lamp|Wireless Mouse|Coffee Grinder|Yoga Mat|Rain Jacket|Water Bottle|Office Chair",
    "category": "Electronics|Clothing|Home & Garden|Sports|Toys|Books|Groceries|Beauty",
    "channel": "Email|Social|Search|Display|Affiliate|Direct|Organic",
}

SCHEMAS = {
    "retail": """
customers/clients: customer_id/id integer, name/full_name/customer_name text=@person, country text=@country,
  city text=@city, segment/customer_type text=Consumer|Corporate|Home Office|Small Business,
  signup_date/created_at/registered_on date
categories/product_categories: category_id/id integer, name/category_name text=@category
products/items: product_id/id integer, name/product_name/title text=@product, category_id =categories,
  price/unit_price/list_price decimal, cost/unit_cost decimal, brand text=@company
stores/shops/branches: store_id/id integer, name/store_name text=@city, region text=@region,
  country text=@country, opened_on/opening_date date
orders/sales/purchases: order_id/id integer, customer_id =customers, store_id =stores,
  order_date/ordered_at/purchase_date/date timestamp,
  status/order_status text=Shipped|Cancelled|Pending|Delivered|Returned,
  total/amount/order_total/total_amount/revenue decimal, discount/discount_amount decimal,
  shipped_date/shipped_at date, payment_method text=Credit Card|PayPal|Cash|Bank Transfer
order_items/order_lines/line_items: item_id/id integer, order_id =orders, product_id =products,
  quantity/units integer, price/sale_price/line_total/amount decimal
""",
    "web": """
users/visitors/members: user_id/id integer, name/user_name/email text=@person, country text=@country,
  plan/tier text=Free|Pro|Enterprise|Trial, signed_up_at/created_at/joined_on timestamp,
  device/device_type text=Mobile|Desktop|Tablet
campaigns/ad_campaigns: campaign_id/id integer, name/campaign_name text=@company,
  channel/source text=@channel, budget/daily_budget decimal, start_date date
sessions/visits: session_id/id integer, user_id =users, campaign_id =campaigns,
  started_at/session_start/visit_time timestamp, duration/duration_seconds/length integer,
  browser text=Chrome|Firefox|Safari|Edge, pages/page_count integer
page_views/views/hits: view_id/id integer, session_id =sessions,
  url/page/path text=/home|/pricing|/blog|/checkout|/docs, viewed_at/event_time/ts timestamp,
  load_time/load_time_ms integer, referrer text=@channel
conversions/signups/events: conversion_id/id integer, session_id =sessions,
  event_type/kind text=Purchase|Signup|Download|Click, value/revenue/amount decimal,
  occurred_at/event_date timestamp
""",
    "people": """
departments/teams/divisions: department_id/id integer,
  name/department_name text=Sales|Marketing|Engineering|Finance|Support|Legal|Human Resources,
  location/office/city text=@city, budget/annual_budget decimal
employees/staff/workers: employee_id/id integer, name/full_name/employee_name text=@person,
  department_id =departments,
  job_title/position/role text=Engineer|Manager|Analyst|Designer|Accountant|Director,
  salary/base_salary/pay decimal, hire_date/hired_on/start_date date, gender text=Female|Male,
  country text=@country, age integer
projects: project_id/id integer, title/name/project_name text=@company, department_id =departments,
  start_date/started_on date, end_date/deadline date, status text=Active|Completed|On Hold,
  budget/cost decimal
leave_requests/absences/time_off: request_id/id integer, employee_id =employees,
  leave_type/type/reason text=Vacation|Sick|Parental|Unpaid, start_date/from_date date,
  days/number_of_days integer, approved boolean
timesheets/work_logs: entry_id/id integer, employee_id =employees, project_id =projects,
  work_date/date/logged_on date, hours/hours_worked decimal
""",
    "support": """
accounts/customers/companies: account_id/id integer, name/company_name/account_name text=@company,
  industry/sector text=Retail|Healthcare|Finance|Education|Energy, country text=@country,
  created_at/customer_since date, employees/headcount integer
agents/representatives/support_agents: agent_id/id integer, name/agent_name text=@person,
  team/group_name text=Billing|Technical|Onboarding|Returns, hired_on/start_date date
tickets/cases/incidents/issues: ticket_id/id integer, account_id =accounts, agent_id =agents,
  opened_at/created_at/reported_on timestamp, closed_at/resolved_at timestamp,
  priority/severity text=Low|Medium|High|Urgent, status/state text=Open|Closed|Waiting|Escalated,
  resolution_time/resolution_hours/handle_time decimal, channel text=Email|Phone|Chat|Web
ratings/surveys/feedback: rating_id/id integer, ticket_id =tickets, score/rating/stars integer,
  submitted_at/rated_on date
""",
    "billing": """
plans/packages: plan_id/id integer, name/plan_name text=Basic|Standard|Premium|Team|Enterprise,
  monthly_price/price/fee decimal
subscribers/customers/accounts: subscriber_id/id integer, name/company text=@company, region text=@region,
  country text=@country, joined_on/created_at date
subscriptions/contracts: subscription_id/id integer, subscriber_id =subscribers, plan_id =plans,
  start_date/started_at date, cancelled_at/end_date date, status text=Active|Cancelled|Paused|Trial,
  seats/licenses integer
invoices/bills: invoice_id/id integer, subscriber_id =subscribers, issued_on/invoice_date/billing_date date,
  due_date date, amount/total/invoice_total decimal, tax/vat decimal, status text=Paid|Unpaid|Overdue|Void
payments/receipts/transactions: payment_id/id integer, invoice_id =invoices,
  paid_at/payment_date/received_on timestamp, amount/paid_amount decimal,
  method/payment_type text=Card|Wire|Check|Direct Debit
""",
    "logistics": """
warehouses/depots/sites: warehouse_id/id integer, name/warehouse_name/city text=@city, country text=@country,
  capacity/storage_capacity integer
carriers/shippers/transporters: carrier_id/id integer, name/carrier_name text=@company,
  mode/transport_mode text=Air|Sea|Road|Rail
suppliers/vendors: supplier_id/id integer, name/supplier_name/vendor_name text=@company,
  country text=@country, rating/score decimal
shipments/deliveries/consignments: shipment_id/id integer, warehouse_id =warehouses, carrier_id =carriers,
  shipped_at/dispatch_date/sent_on timestamp, delivered_at/arrival_date timestamp, weight/weight_kg decimal,
  cost/freight_cost/shipping_cost decimal, destination/destination_country text=@country,
  status text=In Transit|Delivered|Delayed|Lost
inventory/stock/stock_levels: stock_id/id integer, warehouse_id =warehouses, supplier_id =suppliers,
  product/item/sku text=@product, quantity/on_hand/units integer, unit_cost/value decimal,
  updated_on/counted_on date
""",
    "sensors": """
plants/facilities/stations: plant_id/id integer, name/plant_name text=@city, region text=@region,
  capacity/capacity_mw decimal, commissioned_on/built_on date
devices/meters/sensors/machines: device_id/id integer, plant_id =plants, model/device_model text=@company,
  type/device_type text=Temperature|Pressure|Flow|Vibration, installed_on/install_date date,
  active/is_active boolean
readings/measurements/observations: reading_id/id integer, device_id =devices,
  measured_at/recorded_at/ts timestamp, temperature decimal, energy/consumption/power_usage decimal,
  quality text=Good|Bad|Suspect
alerts/alarms/faults: alert_id/id integer, device_id =devices, raised_at/occurred_at timestamp,
  level/severity text=Info|Warning|Critical, downtime/downtime_minutes integer
""",
    "bank": """
branches/offices: branch_id/id integer, name/branch_name text=@city, state/region text=@region,
  assets/deposits decimal
clients/customers/holders: client_id/id integer, name/client_name text=@person, branch_id =branches,
  city text=@city, credit_score/score integer, birth_date date
accounts: account_id/id integer, client_id =clients, type/account_type text=Savings|Checking|Business|Joint,
  balance/current_balance decimal, opened_on/open_date date
transactions/transfers/movements: transaction_id/id integer, account_id =accounts,
  merchant/counterparty text=@company, category text=Groceries|Travel|Rent|Salary|Utilities,
  amount/value decimal, booked_at/transaction_date/posted_on timestamp
loans/credits: loan_id/id integer, client_id =clients, amount/principal/loan_amount decimal,
  interest_rate/rate decimal, granted_on/issue_date date, purpose/loan_type text=Car|Home|Education|Business,
  status text=Current|Default|Repaid
""",
    "health": """
hospitals/clinics/sites: hospital_id/id integer, name/hospital_name/clinic_name text=@city, region/state text=@region,
  beds/capacity integer
doctors/physicians/providers: doctor_id/id integer, hospital_id =hospitals, name/doctor_name text=@person,
  specialty/speciality/field text=Cardiology|Oncology|Pediatrics|Surgery|Neurology, hired_on/start_date date
patients: patient_id/id integer, name/patient_name text=@person, birth_date/date_of_birth date,
  sex/gender text=Female|Male, city text=@city, insurer/insurance text=@company
appointments/visits/consultations: appointment_id/id integer, patient_id =patients, doctor_id =doctors,
  scheduled_at/visit_date/appointment_time timestamp, duration/duration_minutes integer,
  status text=Completed|No Show|Cancelled|Booked, fee/charge/cost decimal, booked_on/created_at date
prescriptions/medications: prescription_id/id integer, appointment_id =appointments,
  drug/medicine text=Ibuprofen|Amoxicillin|Insulin|Metformin, quantity/dose integer, price/cost decimal
""",
    "hotel": """
hotels/properties: hotel_id/id integer, name/hotel_name text=@company, city text=@city, country text=@country,
  stars/rating integer
rooms: room_id/id integer, hotel_id =hotels, type/room_type text=Single|Double|Suite|Family, rate/price/nightly_rate decimal,
  floor integer, smoking boolean
guests/travellers/customers: guest_id/id integer, name/guest_name text=@person, country/nationality text=@country,
  email text=@person, joined_on/member_since date
bookings/reservations/stays: booking_id/id integer, guest_id =guests, room_id =rooms,
  check_in/arrival/arrival_date date, check_out/departure/departure_date date, booked_at/created_at timestamp,
  nights integer, amount/total/total_price decimal, channel/source text=@channel,
  status text=Confirmed|Cancelled|Completed|No Show
reviews: review_id/id integer, booking_id =bookings, score/rating/stars integer, written_on/review_date date
""",
    "school": """
schools/campuses: school_id/id integer, name/school_name text=@city, region text=@region, enrollment/capacity integer
teachers/instructors/lecturers: teacher_id/id integer, school_id =schools, name/full_name text=@person,
  subject text=Maths|History|Biology|Music|Physics, hired_on/start_date date, salary decimal
students/pupils/learners: student_id/id integer, school_id =schools, name/student_name text=@person,
  grade/year_group integer, enrolled_on/enrollment_date date, city/home_town text=@city, age integer
courses/classes/modules: course_id/id integer, teacher_id =teachers,
  title/name/course_name text=Algebra|Poetry|Genetics|Optics,
  credits/points integer, level text=Beginner|Intermediate|Advanced
exams/tests/assessments: exam_id/id integer, student_id =students, course_id =courses, taken_on/exam_date/date date,
  score/mark/points decimal, passed boolean
""",
    "energy": """
regions/zones/districts: region_id/id integer, name/region_name text=@region, population integer
households/consumers/customers: household_id/id integer, region_id =regions, name/owner text=@person, city text=@city,
  tariff/plan text=Basic|Night|Green|Flat, connected_on/since date, solar boolean
readings/meter_readings/measurements: reading_id/id integer, household_id =households, read_at/measured_at/day timestamp,
  kwh/consumption/usage decimal, cost/amount decimal
outages/interruptions/failures: outage_id/id integer, region_id =regions, started_at/began_at/start_time timestamp,
  ended_at/end_time timestamp, duration/minutes integer, cause/reason text=Storm|Overload|Maintenance|Unknown
""",
    "media": """
artists/authors/creators: artist_id/id integer, name/artist_name text=@person, country text=@country,
  genre text=Pop|Rock|Jazz|Folk
titles/songs/movies/shows: title_id/id integer, artist_id =artists,
  title/name text=Blue River|Night Train|Golden Hour|First Light,
  released_on/release_date/premiere date, length/duration/runtime integer, language text=English|French|Spanish|Hindi,
  budget/production_cost decimal, added_on/created_at date
listeners/viewers/subscribers: listener_id/id integer, name/user_name text=@person, country text=@country,
  plan text=Free|Student|Premium|Family, joined_on/signup_date date, age integer
plays/streams/views: play_id/id integer, listener_id =listeners, title_id =titles,
  played_at/watched_at/ts timestamp, seconds/duration/watch_time integer, device text=Phone|TV|Tablet|Web
""",
    "factory": """
factories/plants/works: factory_id/id integer, name/plant_name text=@city, country text=@country, capacity integer
lines/production_lines: line_id/id integer, factory_id =factories, name/line_name text=A1|A2|B1|B2,
  installed_on/started_on date
parts/products/articles: part_id/id integer, name/part_name text=Gear|Shaft|Valve|Bearing|Housing,
  category/family text=Metal|Plastic|Rubber,
  unit_cost/cost/price decimal, weight/weight_kg decimal
production_runs/runs/batches: run_id/id integer, line_id =lines, part_id =parts, started_at/run_date/produced_on timestamp,
  finished_at/completed_at timestamp, quantity/units/output integer, scrap/rejects/defects integer,
  shift text=Early|Late|Night
inspections/quality_checks: inspection_id/id integer, run_id =production_runs, checked_at/inspected_on timestamp,
  result/outcome text=Pass|Fail|Rework, inspector text=@person, score/rating decimal
""",
}


def build(kind, number, random):
    """One schema (schema.json form, with `values` beside each column) with drawn names."""
    text = SCHEMAS[kind].strip().replace(",\n ", ",")
    lines = [line.split(": ") for line in text.splitlines()]
    chosen = {names.split("/")[0]: random.choice(names.split("/")) for names, _ in lines}
    keys, tables, foreign = {}, [], []
    for names, columns in lines:
        first = columns.split(",")[0].split()[0]
        keys[names.split("/")[0]] = random.choice(first.split("/"))
    for names, columns in lines:
        own = names.split("/")[0]
        table = {"name": chosen[own], "display_name": chosen[own].replace("_", " "), "columns": [],
                 "primary_key": [keys[own]]}
        for place, column in enumerate(columns.split(", ")):
            column_names, _, rest = column.partition(" ")
            if place and not rest.startswith("=") and random.random() < 0.12:
                continue
            name = keys[own] if place == 0 else random.choice(column_names.split("/"))
            kind_of, _, values = rest.partition("=")
            if not kind_of:
                foreign.append({"table": chosen[own], "columns": [name], "ref_table": chosen[values],
                                "ref_columns": [keys[values]]})
                kind_of, values = "integer", ""
            if name in [c["name"] for c in table["columns"]]:
                name += "_2"
            if values.startswith("@"):
                values = POOLS[values[1:]]
            table["columns"].append({"name": name, "display_name": name.replace("_", " "), "type": kind_of,
                                     "values": values.split("|") if values else []})
        tables.append(table)
    return {"db_id": f"{kind}_{number}", "tables": tables, "foreign_keys": foreign}
