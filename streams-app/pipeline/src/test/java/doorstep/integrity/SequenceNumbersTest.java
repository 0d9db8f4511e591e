// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceNumbersTest {
    private static final String SENDER = "visits/0";

    private final LastBatch[] sent = {LastBatch.NONE};
    private final SequenceNumbers taken = taken(new TreeMap<>());

    private static SequenceNumbers taken(Map<String, LastBatch> kept) {
        return new SequenceNumbers(new TreeMap<>(kept), "windows/2", Senders.FINGERPRINT, Senders.REBUILD);
    }

    private static byte[] batch(BatchHeader header, int content) {
        ByteWriter out = new ByteWriter();
        header.writeTo(out);
        return out.writeByte(content).toBytes();
    }

    private byte[] send(int content) {
        return sender(Senders.FINGERPRINT, Senders.REBUILD).next(0, header -> batch(header, content));
    }

    private BatchSequencer sender(long fingerprint, long rebuild) {
        return new BatchSequencer(SENDER, sent, fingerprint, rebuild);
    }

    private static boolean take(SequenceNumbers taken, byte[] batch) {
        BatchHeader header = BatchHeader.readFrom(new ByteReader(batch));
        boolean isNext = taken.isNext(header, batch);
        if (isNext) {
            taken.take(header, batch);
        }
        return isNext;
    }

    private AbstractThrowableAssert<?, ?> refusalOf(byte[] batch) {
        return assertThatThrownBy(() -> take(taken, batch)).isInstanceOf(RefusedException.class);
    }

    @Test
    void shouldTakeEachBatchOnce() {
        byte[] first = send(1);
        byte[] second = send(2);

        assertThat(take(taken, first)).isTrue();
        assertThat(take(taken, second)).isTrue();
        assertThat(take(taken, first)).isFalse();
        assertThat(take(taken, second)).isFalse();
        assertThat(SequenceNumbers.numbers(taken.bySender())).isEqualTo(Map.of(SENDER, 2L));
    }

    @Test
    void shouldGoOnFromWhatWasKept() {
        take(taken, send(1));
        byte[] second = send(2);
        take(taken, second);
        SequenceNumbers restarted = taken(taken.bySender());

        assertThat(take(restarted, second)).isFalse();
        assertThat(take(restarted, send(3))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 3", "1, 9"})
    void shouldRefuseAGap(int applied, int next) {
        for (int number = 1; number < next; number++) {
            byte[] batch = send(number);
            if (number <= applied) {
                take(taken, batch);
            }
        }

        refusalOf(send(next))
                .hasMessageContainingAll(
                        "HISTORY_MISSING", "windows/2", SENDER, "" + next, "number " + applied, "doorstep rebuild");
    }

    /** A power cut removed the sender's last transaction but not its batch: the sequence number is used again. */
    @Test
    void shouldRefuseTheSameNumberWithOtherContent() {
        take(taken, send(1));
        LastBatch kept = sent[0];
        take(taken, send(2));
        sent[0] = kept;

        refusalOf(send(3)).hasMessageContainingAll("HISTORY_MISSING", "batch 2 of " + SENDER, "other content");
    }

    /** The same, but the committed offset is after the batch that reuses the number, so only its successor is read. */
    @Test
    void shouldRefuseABatchOfAnotherPredecessor() {
        take(taken, send(1));
        LastBatch kept = sent[0];
        take(taken, send(2));
        sent[0] = kept;
        send(3);

        refusalOf(send(4)).hasMessageContainingAll("HISTORY_MISSING", "batch 3 of " + SENDER, "does not follow");
    }

    @Test
    void shouldSkipTheSameContentAgain() {
        byte[] first = send(1);
        take(taken, first);
        sent[0] = LastBatch.NONE;

        assertThat(send(1)).isEqualTo(first);
        assertThat(take(taken, first)).isFalse();
        assertThat(take(taken, send(2))).isTrue();
    }

    @Test
    void shouldRefuseFiguresOfOtherSettings() {
        byte[] batch = sender(0xbeef, Senders.REBUILD).next(0, header -> batch(header, 1));

        refusalOf(batch).hasMessageContainingAll("CHANGED_MEANING", "windows/2", "feed", SENDER, "beef", "rebuild");
    }

    @Test
    void shouldRefuseFiguresOfAnotherRebuild() {
        byte[] batch = sender(Senders.FINGERPRINT, 1).next(0, header -> batch(header, 1));

        refusalOf(batch).hasMessageContainingAll("OTHER_REBUILD", "windows/2", "rebuild 2", SENDER, "rebuild 1");
    }

    @Test
    void shouldRefuseABatchOfAnotherFormat() {
        assertThatThrownBy(() -> BatchHeader.readFrom(new ByteReader(new byte[] {2, 0})))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("OLD_STATE", "format 2", "doorstep rebuild");
    }
}
