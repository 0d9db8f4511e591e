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
 * Bytes of one topic to values, whatever schema they were written with: the reader schema is the one in the jar. Meant
 * for bytes that anyone may have sent. Not thread-safe.
 *
 * @param <T> the topic's record class
 */
public final class AvroReader<T extends SpecificRecord> {
    static {
        AvroLimits.apply();
    }

    /** Thrown for bytes that are no value of this topic. */
    public static final class UnreadableException extends Exception {
        /** What is wrong with the bytes. */
        public enum Fault {
            /** No frame, or a body that does not follow its schema. */
            UNDECODABLE,
            /** The registry knows no such id, or it is not positive. */
            UNKNOWN_SCHEMA,
            /** A schema that cannot be read as this topic's, or one that {@link BoundedSchema} refuses. */
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

    /** How bytes are encoded, beside those that the schema in the jar would make of the same record. */
    public enum Encoding {
        /** As those are. */
        SAME,
        /** As those are, for Avro writes int and long alike; but revisions are ints, as they were in version 1. */
        INT_REVISION,
        /** Otherwise; or nobody knows, for no value of their writer was read yet. */
        OTHER
    }

    /** What is known of a writer's schema. */
    private record Writer<T>(SpecificDatumReader<T> reader, Encoding encoding) {}

    /** Where the encoding begins in a framed value. */
    public static final int BODY = Framing.HEADER_BYTES;

    /** Those of more writers than any topic has; then they are made again. */
    private static final int MOST_WRITERS = 1_000;

    private static final String REVISION_AS_LONG = "{\"name\":\"revision\",\"type\":\"long\"}";
    private static final String REVISION_AS_INT = "{\"name\":\"revision\",\"type\":\"int\"}";

    private final Schema readerSchema;
    private final SchemaRegistry registry;
    private final Map<Integer, Optional<Writer<T>>> writers = new HashMap<>(); // empty: cannot be read
    private BinaryDecoder decoder;
    private int lastId; // that an encoding was asked for; 0: none, ids are positive
    private Encoding lastEncoding = Encoding.OTHER;

    public AvroReader(Topic topic, SchemaRegistry registry) {
        this.readerSchema = topic.value();
        this.registry = registry;
    }

    /**
     * @throws UnreadableException if the bytes are no value of this topic
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
            // Whatever a hostile record makes Avro throw, it says the same: these bytes are not a record.
            decoder = null;
        }
        throw new UnreadableException(UnreadableException.Fault.UNDECODABLE);
    }

    /** Asks no registry. */
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
