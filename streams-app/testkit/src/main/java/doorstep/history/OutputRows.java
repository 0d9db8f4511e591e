// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.avro.Progress;
import doorstep.avro.Rejected;
import doorstep.avro.Setting;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Decodes values of output topics to plain maps: dates as days, times as milliseconds, strings as {@code String}. */
public final class OutputRows {
    /** The reader for the only schema with which values of a topic are written. */
    private record Reader(int schemaId, GenericDatumReader<IndexedRecord> reader) {}

    private static final Map<String, Reader> READERS = new HashMap<>();

    static {
        Topics.results().forEach(topic -> READERS.put(TopicNames.DEFAULT.of(topic), reader(topic.value())));
        READERS.put(TopicNames.DEFAULT.of(Topics.REJECTED), reader(Rejected.getClassSchema()));
        READERS.put(TopicNames.DEFAULT.of(Topics.PROGRESS), reader(Progress.getClassSchema()));
        READERS.put(TopicNames.DEFAULT.of(Topics.SETTINGS), reader(Setting.getClassSchema()));
    }

    private OutputRows() {}

    private static Reader reader(Schema schema) {
        return new Reader(BundledSchemas.idOf(schema), new GenericDatumReader<>(schema));
    }

    public static Map<String, Object> fields(String topic, byte[] value) {
        Reader reader = READERS.get(topic);
        if (value[0] != 0 || ByteBuffer.wrap(value).getInt(1) != reader.schemaId()) {
            throw new AssertionError("a value of " + topic + " is not framed with its schema");
        }
        try {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
            IndexedRecord row = reader.reader().read(null, decoder);
            if (!decoder.isEnd()) {
                throw new AssertionError("a value of " + topic + " has bytes to spare");
            }
            return plain(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> plain(IndexedRecord row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : row.getSchema().getFields()) {
            fields.put(field.name(), plain(row.get(field.pos())));
        }
        return fields;
    }

    private static Object plain(Object value) {
        if (value instanceof CharSequence text) {
            return text.toString();
        } else if (value instanceof IndexedRecord row) {
            return plain(row);
        } else if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(plain(item)));
            return items;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(key.toString(), plain(item)));
            return entries;
        }
        return value;
    }

    /** Equality up to rounding in the last digits of a double. */
    public static boolean areSame(Object one, Object other) {
        if (one instanceof Double a && other instanceof Double b) {
            return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
        } else if (one instanceof List<?> a && other instanceof List<?> b) {
            boolean same = a.size() == b.size();
            for (int i = 0; same && i < a.size(); i++) {
                same = areSame(a.get(i), b.get(i));
            }
            return same;
        } else if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet())
                    && a.keySet().stream().allMatch(key -> areSame(a.get(key), b.get(key)));
        }
        return one == null ? other == null : one.equals(other);
    }
}
