// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.event.Commitment;
import doorstep.event.Outcome;
import doorstep.fixtures.SampleCommitment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent of the changes between two commits. */
class WorklistTest {
    private static final Commitment OPEN = duty(10);
    private static final Commitment MOVED = duty(20);
    private static final Commitment DONE =
            SampleCommitment.duty(0).due(10).closed(15).build();

    private final Worklist worklist = new Worklist();

    private static Commitment duty(long due) {
        return SampleCommitment.duty(0).due(due).build();
    }

    /** id, due time before, due time now */
    private List<String> sent() {
        List<String> sent = new ArrayList<>();
        worklist.send((id, before, now) -> sent.add(id + " "
                + before.map(row -> row.getDueAt().toEpochMilli()).orElse(null)
                + " "
                + now.map(row -> row.getDueAt().toEpochMilli()).orElse(null)));
        return sent;
    }

    private void replace(Commitment before, Commitment now) {
        worklist.subtract("d", before);
        worklist.add("d", now);
    }

    @Test
    void shouldSendOneRecordForSeveralChanges() {
        worklist.add("d", OPEN);
        replace(OPEN, DONE);
        replace(DONE, MOVED);

        assertThat(sent()).containsExactly("d null 20");
    }

    @Test
    void shouldSendNothingForWhatCameAndWent() {
        worklist.add("d", OPEN);
        replace(OPEN, DONE);

        assertThat(sent()).isEmpty();
    }

    @Test
    void shouldSendNothingIfTheRowIsTheOneSentLast() {
        replace(OPEN, MOVED);
        replace(MOVED, DONE);
        replace(DONE, OPEN);

        assertThat(sent()).isEmpty();
    }

    @Test
    void shouldSendATombstoneForARowOfAnEarlierCommit() {
        worklist.add("d", OPEN);
        worklist.add("e", MOVED);
        assertThat(sent()).containsExactly("d null 10", "e null 20");
        assertThat(sent()).isEmpty();
        replace(OPEN, DONE);

        assertThat(sent()).containsExactly("d 10 null");
    }

    @Test
    void shouldLeaveOutWhatHasEnded() {
        Commitment late = SampleCommitment.duty(0).due(10).visited(11).build();
        Commitment refused =
                SampleCommitment.request(0).due(10).closed(5, Outcome.REFUSED).build();
        worklist.add("late", late);
        worklist.add("refused", refused);
        worklist.subtract("late", late);

        assertThat(sent()).isEmpty();
    }
}
