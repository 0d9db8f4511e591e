// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.fixtures.ProgressRows;
import doorstep.wire.BundledSchemas;
import doorstep.wire.SchemaLookups;
import doorstep.wire.TopicNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressReporterTest {
    private static final TaskNames NAMES = new TaskNames("visits", List.of(), List.of(), "store", "sink");

    @TempDir
    Path dir;

    private final List<Progress> heard = new ArrayList<>();
    private MockProcessorContext<byte[], byte[]> context;
    private ProgressReporter reporter;

    @BeforeEach
    void start() {
        context = new MockProcessorContext<>(EngineFixture.properties(dir), new TaskId(0, 2), dir.toFile());
        context.setCurrentSystemTimeMs(0);
        EngineListener listener = new EngineListener() {
            @Override
            public void onRound(Progress row) {
                heard.add(row);
            }
        };
        reporter = new ProgressReporter(
                context, NAMES, TopicNames.DEFAULT, new SchemaLookups(new BundledSchemas()), listener);
    }

    private static Progress row(long received) {
        return ProgressRows.row("visits", 2).setReceived(received).build();
    }

    @Test
    void shouldSendOnlyRowsThatChanged() {
        reporter.beforeCommit(row(1));
        reporter.beforeCommit(row(1));
        assertThat(context.forwarded()).hasSize(1).allSatisfy(sent -> {
            assertThat(sent.childName()).contains("sink");
            assertThat(sent.record().key()).asString().isEqualTo("visits:2");
        });

        reporter.beforeCommit(row(2));
        assertThat(context.forwarded()).hasSize(2);
    }

    @Test
    void shouldTellTheListenerOfEachRound() {
        reporter.onRound(row(1));
        reporter.beforeCommit(row(1));
        reporter.beforeCommit(row(1));
        assertThat(heard).hasSize(3);
    }
}
