// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import java.util.List;

/**
 * The definition of a view.
 *
 * @param comment for people who read it
 * @param columns what the query gives, in this order
 * @param sql a query that PostgreSQL, DuckDB and Trino all run; quotes only names in {@code "}
 */
public record View(String name, String comment, List<Column> columns, String sql) {}
