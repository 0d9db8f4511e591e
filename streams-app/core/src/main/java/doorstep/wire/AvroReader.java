// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes values of one topic, whatever schema they were written with: the reader schema is the one in the jar. Safe
 * for bytes from untrusted producers. Not thread-safe.
 *
 * @param <T> the topic's record class
 */
public final class AvroReader<T extends SpecificRecord> {
    static {
        AvroLimits.apply();
    }

    /** Thrown for bytes that are not a value of this topic. */
    public static final class UnreadableException extends Exception {
        /** What is wrong with the bytes. */
        public enum Fault {
            /** No Confluent header, or a body that does not match its schema. */
            UNDECODABLE,
            /** The registry has no such id, or it is not positive. */
            UNKNOWN_SCHEMA,
            /**
             * A writer schema that cannot be resolved to this topic's schema, or that {@link BoundedSchema} refuses.
             */
            INCOMPATIBLE_SCHEMA
        }

        private final Fault fault;

        UnreadableException(Fault fault) {
            super(fault.name(), null, false, false); // no stack trace: bad input is normal
            this.fault = fault;
        }

        public Fault fault() {
            return fault;
        }
    }

    /** How a writer's encoding differs from that of the schema in the jar. */
    public enum Encoding {
        /** Not at all. */
        SAME,
        /**
         * Not in its bytes, because Avro encodes int and long alike; but revisions are limited to int, as in version 1.
         */
        INT_REVISION,
        /** In another way; or it is not known yet, because no value of this writer has been read. */
        OTHER
    }

    /** What is known of a writer's schema. */
    private record Writer<T>(SpecificDatumReader<T> reader, Encoding encoding) {}

    /** Offset of the Avro encoding in a framed value. */
    public static final int BODY = Framing.HEADER_BYTES;

    /** More writers than any topic has; when there are more, the cache is emptied. */
    private static final int MOST_WRITERS = 1_000;

    private static final String REVISION_AS_LONG = "{\"name\":\"revision\",\"type\":\"long\"}";
    private static final String REVISION_AS_INT = "{\"name\":\"revision\",\"type\":\"int\"}";

    private final Schema readerSchema;
    private final SchemaRegistry registry;
    private final Map<Integer, Optional<Writer<T>>> writers = new HashMap<>(); // empty: not readable
    private BinaryDecoder decoder;
    private int lastId; // of the last call of encodingOf; 0: none, ids are positive
    private Encoding lastEncoding = Encoding.OTHER;

    public AvroReader(Topic topic, SchemaRegistry registry) {
        this.readerSchema = topic.value();
        this.registry = registry;
    }

    /**
     * @throws UnreadableException if the bytes are not a value of this topic
     * @throws RegistryUnavailableException if the schema is not known yet and the registry does not answer
     */
    public T read(byte[] value) throws UnreadableException {
        if (!Framing.isFramed(value)) {
            throw new UnreadableException(UnreadableException.Fault.UNDECODABLE);
        }
        SpecificDatumReader<T> reader = writerOf(Framing.schemaId(value)).reader();
        int length = value.length - Framing.HEADER_BYTES;
        decoder = DecoderFactory.get().binaryDecoder(value, Framing.HEADER_BYTES, length, decoder);
        T record;
        try {
            record = reader.read(null, decoder);
            if (decoder.isEnd()) {
                return record;
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Whatever a hostile record makes Avro throw, it means the same: these bytes are not a record.
            decoder = null;
        }
        throw new UnreadableException(UnreadableException.Fault.UNDECODABLE);
    }

    /** Does not ask the registry. */
    public Encoding encodingOf(byte[] value) {
        int id = Framing.isFramed(value) ? Framing.schemaId(value) : 0;
        if (id != lastId) {
            lastId = id;
            Optional<Writer<T>> writer = writers.get(id);
            lastEncoding = writer == null || writer.isEmpty()
                    ? Encoding.OTHER
                    : writer.get().encoding();
        }
        return lastEncoding;
    }

    private Writer<T> writerOf(int id) throws UnreadableException {
        Optional<Writer<T>> writer = writers.get(id);
        if (writer == null) {
            Schema writerSchema = Optional.of(id)
                    .filter(positive -> positive > 0)
                    .flatMap(registry::find)
                    .orElseThrow(() -> new UnreadableException(UnreadableException.Fault.UNKNOWN_SCHEMA));
            writer = canRead(writerSchema)
                    ? Optional.of(new Writer<>(
                            new SpecificDatumReader<>(writerSchema, readerSchema), encodingOf(writerSchema)))
                    : Optional.empty();
            if (writers.size() == MOST_WRITERS) {
                writers.clear();
            }
            writers.put(id, writer);
            lastId = 0;
            lastEncoding = Encoding.OTHER;
        }
        return writer.orElseThrow(() -> new UnreadableException(UnreadableException.Fault.INCOMPATIBLE_SCHEMA));
    }

    private Encoding encodingOf(Schema writerSchema) {
        String written = SchemaNormalization.toParsingForm(writerSchema);
        String read = SchemaNormalization.toParsingForm(readerSchema);
        if (written.equals(read)) {
            return Encoding.SAME;
        }
        return written.equals(read.replace(REVISION_AS_LONG, REVISION_AS_INT)) ? Encoding.INT_REVISION : Encoding.OTHER;
    }

    private boolean canRead(Schema writerSchema) {
        try {
            return BoundedSchema.isBounded(writerSchema)
                    && SchemaCompatibility.checkReaderWriterCompatibility(readerSchema, writerSchema)
                                    .getType()
                            == SchemaCompatibilityType.COMPATIBLE;
        } catch (AvroRuntimeException | StackOverflowError e) {
            return false;
        }
    }
}
