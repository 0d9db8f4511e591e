package doorstep.store;

import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/** Rows that can be read by range, in the unsigned order of the bytes of their keys. */
public interface OrderedRowTable extends RowTable {
    /** Those of {@code [from, to]}; null is an open end. Whoever changes rows stops reading first. */
    Iterator<Map.Entry<Bytes, byte[]>> ascending(Bytes from, Bytes to);

    /** The same from the end to the beginning. */
    Iterator<Map.Entry<Bytes, byte[]>> descending(Bytes from, Bytes to);
}
