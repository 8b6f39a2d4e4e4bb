create table if not exists created_by_script (id bigint primary key);
