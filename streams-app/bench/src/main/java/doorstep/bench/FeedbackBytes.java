// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Hand-written decoder of {@code doorstep.feedback} values that reads every field: the fastest plain way to read Avro.
 * All contenders except Doorstep use it. It does not validate the bytes. Not thread-safe.
 */
public final class FeedbackBytes {
    private static final int HEADER_BYTES = 5;

    /**
     * The fields that contenders count with.
     *
     * @param at when it happened, milliseconds since the epoch
     */
    public record Fields(
            String id,
            long revision,
            String source,
            String unit,
            String area,
            String channel,
            int score,
            long at,
            String topic) {}

    private BinaryDecoder in;

    public Fields read(byte[] value) {
        in = DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, in);
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Fields read() throws IOException {
        String id = in.readString();
        long revision = in.readLong();
        String source = in.readString();
        String unit = in.readString();
        String area = in.readIndex() == 0 ? null : in.readString();
        long at = in.readLong();
        in.readLong(); // recordedAt
        in.readBoolean(); // withdrawn
        in.readString(); // kind
        String channel = in.readString();
        in.readString(); // question
        if (in.readIndex() == 1) {
            in.readString(); // scale
        }
        int score = in.readIndex() == 0 ? 0 : in.readInt();
        if (in.readIndex() == 1) {
            in.readString(); // reaction
        }
        in.readBoolean(); // imputed
        if (in.readIndex() == 1) {
            in.readString(); // about: type
            in.readString(); // about: id
        }
        String topic = "";
        for (long items = in.readArrayStart(); items > 0; items = in.arrayNext()) {
            for (long i = 0; i < items; i++) {
                topic = in.readString();
            }
        }
        in.readBoolean(); // hasComment
        return new Fields(id, revision, source, unit, area, channel, score, at, topic);
    }
}
