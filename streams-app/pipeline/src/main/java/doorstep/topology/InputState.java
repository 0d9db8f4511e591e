package doorstep.topology;

import doorstep.avro.Progress;
import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where one input partition stands. Mutable, one thread; written to the store before every commit. */
final class InputState {
    static final int FORMAT = 1;

    final long[] handedOver;
    /** By partition of the commitments; stays 0 where links are taken. */
    final long[] linksSent;
    /** By sender; stays empty where links are sent. */
    SortedMap<String, Long> linksTaken = new TreeMap<>();

    long nextOffset;
    long received;
    long rejected;
    long current;
    long conflicts;
    long asOf = Long.MIN_VALUE;

    InputState(int partitions) {
        this.handedOver = new long[partitions];
        this.linksSent = new long[partitions];
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        out.writeByte(FORMAT);
        out.writeVarint(nextOffset).writeVarint(received).writeVarint(rejected).writeVarint(current);
        out.writeVarint(conflicts).writeZigzag(asOf).writeVarint(handedOver.length);
        for (long number : handedOver) {
            out.writeVarint(number);
        }
        for (long number : linksSent) {
            out.writeVarint(number);
        }
        out.writeVarint(linksTaken.size());
        linksTaken.forEach((sender, number) -> out.writeString(sender).writeVarint(number));
        return out.toBytes();
    }

    static InputState fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IllegalStateException("input state of format " + format + "; this version reads " + FORMAT);
        }
        long nextOffset = in.readVarint();
        long received = in.readVarint();
        long rejected = in.readVarint();
        long current = in.readVarint();
        long conflicts = in.readVarint();
        long asOf = in.readZigzag();
        InputState state = new InputState(in.readInt());
        for (int i = 0; i < state.handedOver.length; i++) {
            state.handedOver[i] = in.readVarint();
        }
        for (int i = 0; i < state.linksSent.length; i++) {
            state.linksSent[i] = in.readVarint();
        }
        for (int left = in.readInt(); left > 0; left--) {
            state.linksTaken.put(in.readString(), in.readVarint());
        }
        state.nextOffset = nextOffset;
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
                .setHandedOver(Arrays.stream(handedOver).boxed().toList())
                .setLinksSent(Arrays.stream(linksSent).boxed().toList())
                .setLinksTaken(linksTaken)
                .setAsOf(asOf == Long.MIN_VALUE ? null : Instant.ofEpochSecond(asOf * 60))
                .build();
    }
}
