-- The tables of Apache Iceberg's own JDBC catalog, as its schema version V1 makes them: another engine
-- opens this database as a catalog. Names, types and order are Iceberg's; never change them here.

CREATE TABLE iceberg_tables(catalog_name VARCHAR(255) NOT NULL,table_namespace VARCHAR(255) NOT NULL,table_name VARCHAR(255) NOT NULL,metadata_location VARCHAR(1000),previous_metadata_location VARCHAR(1000),PRIMARY KEY (catalog_name, table_namespace, table_name));

ALTER TABLE iceberg_tables ADD COLUMN iceberg_type VARCHAR(5);

CREATE TABLE iceberg_namespace_properties(catalog_name VARCHAR(255) NOT NULL,namespace VARCHAR(255) NOT NULL,property_key VARCHAR(255),property_value VARCHAR(1000),PRIMARY KEY (catalog_name, namespace, property_key));
