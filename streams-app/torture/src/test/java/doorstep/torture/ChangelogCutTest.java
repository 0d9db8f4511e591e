// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangelogCutTest {
    @TempDir
    Path logs;

    private Path changelog;
    private long next;

    @BeforeEach
    void makeDirectory() throws IOException {
        changelog = Files.createDirectories(logs.resolve("doorstep-windows-changelog-0"));
    }

    @Test
    void shouldCutBetweenTransactionsAndLoseACommittedOne() throws IOException {
        data(segment(0), 7);
        data(segment(0), 8);
        marker(segment(0), 7, ControlRecordType.COMMIT);
        marker(segment(0), 8, ControlRecordType.ABORT); // 4: no transaction is open from here on
        data(segment(4), 7);
        data(segment(4), 7);
        marker(segment(4), 7, ControlRecordType.COMMIT);
        Files.writeString(changelog.resolve("00000000000000000000.index"), "");

        ChangelogCut.Cut cut = ChangelogCut.cut(logs, new SplittableRandom(1)).orElseThrow();

        assertThat(cut).isEqualTo(new ChangelogCut.Cut("doorstep-windows-changelog-0", 4, 1));
        assertThat(changelog.resolve("00000000000000000000.index")).doesNotExist();
        try (FileRecords first = FileRecords.open(segment(0).toFile(), false)) {
            assertThat(first.batches()).hasSize(4);
        }
    }

    @Test
    void shouldLeaveALogWithoutTwoCommittedTransactions() throws IOException {
        data(segment(0), 7);
        marker(segment(0), 7, ControlRecordType.COMMIT);
        data(segment(0), 7);
        marker(segment(0), 7, ControlRecordType.ABORT);

        assertThat(ChangelogCut.cut(logs, new SplittableRandom(1))).isEmpty();
    }

    private Path segment(long base) {
        return changelog.resolve(String.format("%020d.log", base));
    }

    private void data(Path segment, long producer) throws IOException {
        append(
                segment,
                MemoryRecords.withTransactionalRecords(
                        next, Compression.NONE, producer, (short) 0, 0, 0, new SimpleRecord(new byte[] {1})));
    }

    private void marker(Path segment, long producer, ControlRecordType type) throws IOException {
        append(
                segment,
                MemoryRecords.withEndTransactionMarker(
                        next, 0, 0, producer, (short) 0, new EndTransactionMarker(type, 0)));
    }

    private void append(Path segment, MemoryRecords records) throws IOException {
        next++;
        try (FileRecords log = FileRecords.open(segment.toFile())) {
            log.append(records);
        }
    }
}
