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
import doorstep.window.Beyond;
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
 * @param beyond contributions later than as-of
 * @param read positions, by topic of delta batches
 */
record WindowsState(
        long asOf,
        SortedMap<String, LastBatch> deltaBatchesTaken,
        Beyond beyond,
        SortedMap<String, ReadPosition> read) {

    // 1 had neither batch hashes nor read positions, 2 was beside other tallies, 3 did not count endings
    static final int FORMAT = 4;

    /** The state of a task that has taken nothing. */
    static WindowsState empty(long asOf) {
        return new WindowsState(asOf, new TreeMap<>(), Beyond.NONE, new TreeMap<>());
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        out.writeByte(FORMAT).writeZigzag(asOf).writeVarint(deltaBatchesTaken.size());
        deltaBatchesTaken.forEach((sender, last) -> last.writeTo(out.writeString(sender)));
        out.writeVarint(beyond.contributions().size());
        beyond.contributions().forEach((family, count) -> out.writeByte(family).writeZigzag(count));
        out.writeZigzag(beyond.endings());
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
        Beyond all = new Beyond(beyond, in.readZigzag());
        return new WindowsState(asOf, deltaBatchesTaken, all, ReadPosition.readAll(in));
    }

    /**
     * @param sent sequence number of the last delta batch whose rows were all sent, by sender
     * @param topics name of a family's topic, by family code
     */
    Progress toProgress(int partition, SortedMap<String, Long> sent, long unsent, IntFunction<String> topics) {
        Map<String, Long> beyondByTopic = new TreeMap<>();
        beyond.contributions().forEach((family, count) -> {
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
                .setEndingsBeyond(beyond.endings())
                .setUnsent(unsent)
                .build();
    }
}
