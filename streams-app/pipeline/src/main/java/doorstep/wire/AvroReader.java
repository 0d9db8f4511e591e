package doorstep.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
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

    /** Those of more writers than any topic has; then they are made again. */
    private static final int MOST_READERS = 1_000;

    private final Schema readerSchema;
    private final SchemaRegistry registry;
    private final Map<Integer, Optional<SpecificDatumReader<T>>> readers = new HashMap<>();
    private BinaryDecoder decoder;
    private int plainId = -1; // an id of the schema in the jar

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
        SpecificDatumReader<T> reader = readerOf(Framing.schemaId(value));
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

    /** Where the encoding begins in bytes written with the very schema in the jar; -1 for others, and until one was read. */
    public int plainFrom(byte[] value) {
        return Framing.isFramed(value) && Framing.schemaId(value) == plainId ? Framing.HEADER_BYTES : -1;
    }

    private SpecificDatumReader<T> readerOf(int id) throws UnreadableException {
        Optional<SpecificDatumReader<T>> reader = readers.get(id);
        if (reader == null) {
            Schema writerSchema = Optional.of(id)
                    .filter(positive -> positive > 0)
                    .flatMap(registry::find)
                    .orElseThrow(() -> new UnreadableException(UnreadableException.Fault.UNKNOWN_SCHEMA));
            reader = canRead(writerSchema)
                    ? Optional.of(new SpecificDatumReader<>(writerSchema, readerSchema))
                    : Optional.empty();
            if (readers.size() == MOST_READERS) {
                readers.clear();
            }
            readers.put(id, reader);
            plainId = writerSchema.equals(readerSchema) ? id : plainId;
        }
        return reader.orElseThrow(() -> new UnreadableException(UnreadableException.Fault.INCOMPATIBLE_SCHEMA));
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
