create table if not exists migrated_by_flyway (id bigint primary key);
