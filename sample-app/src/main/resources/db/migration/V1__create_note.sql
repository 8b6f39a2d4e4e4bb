create table note (
    id bigint generated always as identity primary key,
    text varchar(280) not null,
    written_at timestamp with time zone not null default current_timestamp
);
