// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

/**
 * The definition of a view.
 *
 * @param comment for people who read it
 * @param sql a query that PostgreSQL and DuckDB both run
 */
public record View(String name, String comment, String sql) {}
