--liquibase formatted sql
--changeset test:1
create table if not exists created_by_liquibase (id bigint primary key);
