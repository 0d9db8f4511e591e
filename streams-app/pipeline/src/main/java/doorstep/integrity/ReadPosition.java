// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A task's read position in one partition of a topic.
 *
 * @param next the offset of the next record to read
 * @param lastEpoch leader epoch of the last record read; empty if none was read, or the brokers did not report it
 */
public record ReadPosition(long next, OptionalInt lastEpoch) {
    /** The position of a task that has read nothing. */
    public static final ReadPosition NONE = new ReadPosition(0, OptionalInt.empty());

    private static final int NO_EPOCH = -1;

    /** @param last the last record read */
    static ReadPosition after(ConsumerRecord<byte[], byte[]> last) {
        return new ReadPosition(
                last.offset() + 1, last.leaderEpoch().map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    public void writeTo(ByteWriter out) {
        out.writeVarint(next).writeZigzag(lastEpoch.orElse(NO_EPOCH));
    }

    public static ReadPosition readFrom(ByteReader in) {
        long next = in.readVarint();
        long epoch = in.readZigzag();
        return new ReadPosition(next, epoch == NO_EPOCH ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(epoch)));
    }

    /** @param positions by topic */
    public static void writeAll(SortedMap<String, ReadPosition> positions, ByteWriter out) {
        out.writeVarint(positions.size());
        positions.forEach((topic, position) -> position.writeTo(out.writeString(topic)));
    }

    /** By topic. */
    public static SortedMap<String, ReadPosition> readAll(ByteReader in) {
        SortedMap<String, ReadPosition> positions = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            positions.put(in.readString(), readFrom(in));
        }
        return positions;
    }
}
