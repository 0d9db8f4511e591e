// SPDX-License-Identifier: Apache-2.0
/** Exports as files, Parquet or CSV, in a directory for each export, with views for DuckDB. */
package doorstep.directory;
