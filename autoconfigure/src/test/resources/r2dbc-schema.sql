create table if not exists r2dbc_note (id bigint);
