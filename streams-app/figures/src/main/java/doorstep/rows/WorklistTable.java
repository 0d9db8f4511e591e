// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.avro.WorkItem;
import doorstep.wire.AvroLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.apache.avro.SchemaNormalization;

/**
 * The table of the worklist: ids, as UTF-8, and items in Avro's encoding of single objects. That names its schema, so a file
 * that was written with another one is {@linkplain Schema#fault not used}.
 */
final class WorklistTable {
    static {
        AvroLimits.apply();
    }

    static final String COLUMNS = "id blob primary key, item blob not null";

    private WorklistTable() {}

    /** Identifies the fields of an item. */
    static long fingerprint() {
        return SchemaNormalization.parsingFingerprint64(WorkItem.getClassSchema());
    }

    /** Applies changes in their order. */
    static void put(Session session, String table, List<ItemChange> changes) throws SQLException {
        PreparedStatement upsert = session.prepared("insert or replace into " + table + " values (?, ?)");
        PreparedStatement delete = session.prepared("delete from " + table + " where id = ?");
        for (ItemChange change : changes) {
            PreparedStatement statement = change.isDeletion() ? delete : upsert;
            statement.setBytes(1, key(change.id()));
            if (!change.isDeletion()) {
                statement.setBytes(2, bytes(change.item().orElseThrow()));
            }
            statement.executeUpdate();
        }
    }

    /** The query for the item of an id in a table, if it has one. */
    static PreparedStatement query(Session session, String table, String id) throws SQLException {
        PreparedStatement query = session.prepared("select item from " + table + " where id = ?");
        query.setBytes(1, key(id));
        return query;
    }

    private static byte[] key(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(WorkItem item) {
        try {
            ByteBuffer buffer = item.toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it writes to memory
        }
    }

    /** @throws IOException if these bytes are not those of an item */
    static WorkItem item(byte[] bytes) throws IOException {
        return WorkItem.fromByteBuffer(ByteBuffer.wrap(bytes));
    }
}
