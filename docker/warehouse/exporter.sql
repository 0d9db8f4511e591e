-- Runs once, when the warehouse is set up: the role of `doorstep export`, with a schema of its own and nothing else.
\set password `cat /secrets/exporter.password`
CREATE ROLE exporter LOGIN PASSWORD :'password';
CREATE SCHEMA doorstep AUTHORIZATION exporter;
