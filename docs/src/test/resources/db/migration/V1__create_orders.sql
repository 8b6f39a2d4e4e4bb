create table orders (id bigint primary key, article text not null);
