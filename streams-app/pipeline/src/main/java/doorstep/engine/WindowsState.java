// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.Minutes;
import doorstep.integrity.LastBatch;
import doorstep.integrity.ReadPosition;
import doorstep.integrity.RefusedException;
import doorstep.integrity.SequenceNumbers;
import doorstep.wire.Topics;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Progress of one partition of the windows.
 *
 * @param asOf minutes since the epoch, UTC
 * @param deltaBatchesTaken the last delta batch taken, by sender
 * @param beyond contributions later than as-of, by family code
 * @param read positions, by topic of delta batches
 */
record WindowsState(
        long asOf,
        SortedMap<String, LastBatch> deltaBatchesTaken,
        SortedMap<Integer, Long> beyond,
        SortedMap<String, ReadPosition> read) {

    static final int FORMAT = 3; // 1 had neither batch hashes nor read positions, 2 was beside other tallies

    /** The state of a task that has taken nothing. */
    static WindowsState empty(long asOf) {
        return new WindowsState(asOf, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        out.writeByte(FORMAT).writeZigzag(asOf).writeVarint(deltaBatchesTaken.size());
        deltaBatchesTaken.forEach((sender, last) -> last.writeTo(out.writeString(sender)));
        out.writeVarint(beyond.size());
        beyond.forEach((family, count) -> out.writeByte(family).writeZigzag(count));
        ReadPosition.writeAll(read, out);
        return out.toBytes();
    }

    /** @throws RefusedException OLD_STATE */
    static WindowsState fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        RefusedException.requireFormat(in.readByte(), FORMAT, "the state of a partition of the windows");
        long asOf = in.readZigzag();
        SortedMap<String, LastBatch> deltaBatchesTaken = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            deltaBatchesTaken.put(in.readString(), LastBatch.readFrom(in));
        }
        SortedMap<Integer, Long> beyond = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            beyond.put(in.readByte(), in.readZigzag());
        }
        return new WindowsState(asOf, deltaBatchesTaken, beyond, ReadPosition.readAll(in));
    }

    /**
     * @param sent sequence number of the last delta batch whose rows were all sent, by sender
     * @param topics name of a family's topic, by family code
     */
    Progress toProgress(int partition, SortedMap<String, Long> sent, long unsent, IntFunction<String> topics) {
        Map<String, Long> beyondByTopic = new TreeMap<>();
        beyond.forEach((family, count) -> {
            if (count != 0) {
                beyondByTopic.put(topics.apply(family), count);
            }
        });
        return Progress.newBuilder()
                .setPart(Topics.WINDOWS_PART)
                .setPartition(partition)
                .setDeltaBatchesTaken(SequenceNumbers.numbers(deltaBatchesTaken))
                .setDeltaBatchesEmitted(sent)
                .setAsOf(Minutes.start(asOf))
                .setBeyond(beyondByTopic)
                .setUnsent(unsent)
                .build();
    }
}
