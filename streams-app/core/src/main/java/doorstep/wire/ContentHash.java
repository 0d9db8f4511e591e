// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import com.dynatrace.hash4j.hashing.Hashing;
import doorstep.avro.Feedback;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Hash that distinguishes contents with the same id and revision: XXH3 (64 bits) of the canonical encoding, which is
 * the Avro binary encoding with the schema in the jar and sets in ascending order. The writer's schema and the way it
 * split blocks make no difference.
 */
public final class ContentHash {
    static {
        AvroLimits.apply();
    }

    private ContentHash() {}

    public static long of(SpecificRecord record) {
        if (record instanceof Feedback feedback && feedback.getTopics().size() > 1) {
            return ofEncoding(Feedback.newBuilder(feedback)
                    .setTopics(List.copyOf(new TreeSet<>(feedback.getTopics())))
                    .build());
        }
        return ofEncoding(record);
    }

    private static long ofEncoding(SpecificRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Hashing.xxh3_64().hashBytesToLong(bytes.toByteArray());
    }
}
