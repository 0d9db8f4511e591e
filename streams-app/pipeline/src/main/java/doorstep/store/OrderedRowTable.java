// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/** Row table that can be read by range, in the unsigned byte order of keys. */
public interface OrderedRowTable extends RowTable {
    /** Iterates over {@code [from, to]}; null means no bound. Callers stop reading before they change rows. */
    Iterator<Map.Entry<Bytes, byte[]>> ascending(Bytes from, Bytes to);

    /** Like {@link #ascending}, in the opposite direction. */
    Iterator<Map.Entry<Bytes, byte[]>> descending(Bytes from, Bytes to);
}
