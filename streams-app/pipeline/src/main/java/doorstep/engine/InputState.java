package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.Minutes;
import doorstep.integrity.LastBatch;
import doorstep.integrity.ReadPosition;
import doorstep.integrity.RefusedException;
import doorstep.integrity.SequenceNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Progress of one input partition. Mutable, used by one thread; written to the store before every commit. */
final class InputState {
    static final int FORMAT = 2; // 1 had the next offset only, without batch hashes and other positions

    /** By partition of the windows. */
    final LastBatch[] deltaBatchesSent;
    /** By partition of the commitments; {@link LastBatch#NONE} in the part that takes links. */
    final LastBatch[] linksSent;
    /** By sender; empty in parts that send links. */
    SortedMap<String, LastBatch> linksTaken = new TreeMap<>();

    /** By the topic that links come through. */
    SortedMap<String, ReadPosition> linksRead = new TreeMap<>();

    /** The first offset that the topic still had when reading began. */
    long beginsAt;

    long nextOffset;
    /** Leader epoch of the record before {@link #nextOffset}; empty if none was read. */
    OptionalInt lastEpoch = OptionalInt.empty();

    long received;
    long rejected;
    long current;
    long conflicts;
    long asOf = Long.MIN_VALUE;

    InputState(int partitions) {
        this.deltaBatchesSent = new LastBatch[partitions];
        this.linksSent = new LastBatch[partitions];
        Arrays.fill(deltaBatchesSent, LastBatch.NONE);
        Arrays.fill(linksSent, LastBatch.NONE);
    }

    /** Read position in the input topic. */
    ReadPosition position() {
        return new ReadPosition(nextOffset, lastEpoch);
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        out.writeByte(FORMAT);
        position().writeTo(out);
        out.writeVarint(received).writeVarint(rejected).writeVarint(current);
        out.writeVarint(conflicts).writeZigzag(asOf).writeVarint(deltaBatchesSent.length);
        for (LastBatch last : deltaBatchesSent) {
            last.writeTo(out);
        }
        for (LastBatch last : linksSent) {
            last.writeTo(out);
        }
        out.writeVarint(linksTaken.size());
        linksTaken.forEach((sender, last) -> last.writeTo(out.writeString(sender)));
        ReadPosition.writeAll(linksRead, out);
        out.writeVarint(beginsAt);
        return out.toBytes();
    }

    /** @throws RefusedException OLD_STATE */
    static InputState fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        RefusedException.requireFormat(in.readByte(), FORMAT, "the state of an input partition");
        ReadPosition read = ReadPosition.readFrom(in);
        long received = in.readVarint();
        long rejected = in.readVarint();
        long current = in.readVarint();
        long conflicts = in.readVarint();
        long asOf = in.readZigzag();
        InputState state = new InputState(in.readInt());
        for (int i = 0; i < state.deltaBatchesSent.length; i++) {
            state.deltaBatchesSent[i] = LastBatch.readFrom(in);
        }
        for (int i = 0; i < state.linksSent.length; i++) {
            state.linksSent[i] = LastBatch.readFrom(in);
        }
        for (int left = in.readInt(); left > 0; left--) {
            state.linksTaken.put(in.readString(), LastBatch.readFrom(in));
        }
        state.linksRead = ReadPosition.readAll(in);
        state.beginsAt = in.readVarint();
        state.nextOffset = read.next();
        state.lastEpoch = read.lastEpoch();
        state.received = received;
        state.rejected = rejected;
        state.current = current;
        state.conflicts = conflicts;
        state.asOf = asOf;
        return state;
    }

    Progress toProgress(String part, int partition) {
        return Progress.newBuilder()
                .setPart(part)
                .setPartition(partition)
                .setReceived(received)
                .setRejected(rejected)
                .setCurrent(current)
                .setRepeated(received - rejected - current)
                .setConflicts(conflicts)
                .setNextOffset(nextOffset)
                .setBeginsAt(beginsAt == 0 ? null : beginsAt)
                .setDeltaBatchesSent(numbers(deltaBatchesSent))
                .setLinksSent(numbers(linksSent))
                .setLinksTaken(SequenceNumbers.numbers(linksTaken))
                .setAsOf(asOf == Long.MIN_VALUE ? null : Minutes.start(asOf))
                .build();
    }

    private static List<Long> numbers(LastBatch[] batches) {
        return Arrays.stream(batches).map(LastBatch::number).toList();
    }
}
