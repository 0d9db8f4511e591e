// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import doorstep.event.Version;
import doorstep.wire.AvroReader;
import doorstep.wire.ContentHash;
import doorstep.wire.KeyPartition;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes and checks the records of one input topic. Handles arbitrary bytes without throwing; only an unreachable
 * registry ({@link doorstep.wire.RegistryUnavailableException}) leaves a record without a verdict. Not thread-safe.
 *
 * @param <T> the topic's record class
 */
public final class Decoder<T extends SpecificRecord> {
    private final EventParser<T> parser;
    private final AvroReader<T> reader;
    private final DecodeLimits limits;
    private final Optional<RatingBytes> plain;

    public Decoder(Topic topic, EventParser<T> parser, SchemaRegistry registry, DecodeLimits limits) {
        this.parser = parser;
        this.reader = new AvroReader<>(topic, registry);
        this.limits = limits;
        this.plain = parser instanceof FeedbackParser ? Optional.of(new RatingBytes(limits)) : Optional.empty();
    }

    /**
     * @param key may be null
     * @param value may be null, which deletes the id forever
     * @param partition of the record
     * @param appendMs the broker's append time
     */
    public Decoded parse(byte[] key, byte[] value, int partition, long appendMs) {
        if (plain.isPresent() && key != null && value != null && isIn(partition, key)) {
            Optional<Decoded> parsed =
                    switch (reader.encodingOf(value)) {
                        case SAME -> plain.get().read(key, value, Long.MAX_VALUE, appendMs);
                        case INT_REVISION -> plain.get().read(key, value, Integer.MAX_VALUE, appendMs);
                        case OTHER -> Optional.empty();
                    };
            if (parsed.isPresent()) {
                return parsed.get();
            }
        }
        return parseAny(key, value, partition, appendMs);
    }

    /** Like {@link #parse}, but without the fast path for ratings. */
    Decoded parseAny(byte[] key, byte[] value, int partition, long appendMs) {
        T record = null;
        if (value != null) {
            try {
                record = reader.read(value);
            } catch (AvroReader.UnreadableException e) {
                return Decoded.Refused.of(Reason.valueOf(e.fault().name()));
            }
        }
        Optional<String> id = idOf(key).filter(parser::mayBe);
        if (id.isEmpty()) {
            return new Decoded.Refused(Reason.INVALID_FIELD, Optional.of("key"));
        }
        if (!isIn(partition, key)) {
            return Decoded.Refused.of(Reason.WRONG_PARTITION);
        }
        if (record == null) {
            return new Decoded.Accepted(Version.FINAL, Optional.empty());
        }
        if (!parser.id(record).equals(id.get())) {
            return Decoded.Refused.of(Reason.KEY_MISMATCH);
        }
        FieldFaults faults = new FieldFaults(limits, appendMs);
        parser.check(record, faults);
        if (faults.first().isPresent()) {
            return faults.first().get();
        }
        return parser.accepted(record, ContentHash.of(record));
    }

    private boolean isIn(int partition, byte[] key) {
        return KeyPartition.of(key, limits.partitions()) == partition;
    }

    private static Optional<String> idOf(byte[] key) {
        if (key == null) {
            return Optional.empty();
        }
        try {
            String id = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            return Optional.of(id).filter(FieldFaults::isId);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
