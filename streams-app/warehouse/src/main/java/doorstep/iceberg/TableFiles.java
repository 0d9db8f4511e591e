// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;

/**
 * What an export does to a table: the files that it wrote. As text in the row <i>begun</i>, so that any exporter can go
 * on.
 *
 * @param table name
 * @param base snapshot whose files {@code positions} speak of
 * @param replaces whether all former rows go
 * @param rows that come
 * @param positions of former rows that go
 * @param keys of the same rows, in case that the files of {@code base} are not there any more
 */
record TableFiles(
        String table,
        long base,
        boolean replaces,
        List<DataFile> rows,
        List<DeleteFile> positions,
        List<DeleteFile> keys) {
    private static final long NO_BASE = -1;
    private static final ObjectMapper JSON = new ObjectMapper();

    static TableFiles added(String table, List<DataFile> rows) {
        return new TableFiles(table, NO_BASE, false, rows, List.of(), List.of());
    }

    static TableFiles replacing(String table, List<DataFile> rows) {
        return new TableFiles(table, NO_BASE, true, rows, List.of(), List.of());
    }

    /** Whether there is nothing to do to the table. One that has lost its mark gets it again. */
    boolean changeNothing(Table now) {
        return rows.isEmpty()
                && positions.isEmpty()
                && (!replaces || now.currentSnapshot() == null)
                && !Mark.isLost(now);
    }

    long rowCount() {
        return rows.stream().mapToLong(DataFile::recordCount).sum();
    }

    long bytes() {
        return rows.stream().mapToLong(DataFile::fileSizeInBytes).sum();
    }

    String toJson() {
        try {
            ObjectNode node = JSON.createObjectNode();
            node.put("table", table).put("base", base).put("replaces", replaces);
            node.set("rows", array(rows));
            node.set("positions", array(positions));
            node.set("keys", array(keys));
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ArrayNode array(List<? extends ContentFile<?>> files) throws JsonProcessingException {
        ArrayNode array = JSON.createArrayNode();
        for (ContentFile<?> file : files) {
            array.add(JSON.readTree(ContentFileParser.toJson(file, PartitionSpec.unpartitioned())));
        }
        return array;
    }

    static TableFiles parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return new TableFiles(
                    node.get("table").asText(),
                    node.get("base").asLong(),
                    node.get("replaces").asBoolean(),
                    files(node.get("rows"), DataFile.class),
                    files(node.get("positions"), DeleteFile.class),
                    files(node.get("keys"), DeleteFile.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not files of a table: " + json, e);
        }
    }

    private static <T> List<T> files(JsonNode array, Class<T> kind) {
        List<T> files = new ArrayList<>();
        for (JsonNode file : array) {
            files.add(kind.cast(ContentFileParser.fromJson(file, PartitionSpec.unpartitioned())));
        }
        return files;
    }
}
