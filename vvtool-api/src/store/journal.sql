-- Writes that are done at most once: a row for each intent. Times in an entry are milliseconds of this server's clock.
create table vvtool_journal (
    intent  binary(32) not null comment 'names the intent: SHA-256 of its service, account, operation and fields',
    owner   binary(32) not null comment 'names whose it is',
    claim   binary(16) not null comment 'names the claim that holds it',
    lane    binary(32) null     comment 'what is done one at a time, for as long as this is not settled',
    settled bigint     null     comment 'how old the journal was, in milliseconds, when nothing about it was open any more',
    entry   mediumtext character set utf8mb4 collate utf8mb4_bin not null comment 'what is known of it, as JSON',
    primary key (intent),
    unique key one_at_a_time (lane),
    key by_owner (owner, settled)
) engine = InnoDB comment = 'vvtool journal, format 1'
