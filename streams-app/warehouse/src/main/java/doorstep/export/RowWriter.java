// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import java.util.List;

/** Takes rows of one table, in any number. Not thread-safe. */
public interface RowWriter extends AutoCloseable {
    /** @param row a value for each column, as the column's type says; not kept */
    void add(List<Object> row);

    /** Ends the rows. */
    @Override
    void close();
}
