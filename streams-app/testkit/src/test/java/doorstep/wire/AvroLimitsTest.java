// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.fixtures.StubRegistry;
import doorstep.fixtures.TestEvents;
import doorstep.wire.AvroReader.UnreadableException;
import java.io.File;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values that are complete but too large. Runs in a process of its own, because Avro reads its limits once, and another
 * test in this process may have triggered that already.
 */
class AvroLimitsTest {
    @TempDir
    Path dir;

    /** A process in which a reader is the first to use Avro, as in {@code run}. */
    static final class Fresh {
        private static final StubRegistry REGISTRY = new StubRegistry();

        private Fresh() {}

        public static void main(String[] args) {
            AvroReader<Visit> visits = new AvroReader<>(Topics.VISITS, REGISTRY);
            AvroReader<Feedback> feedback = new AvroReader<>(Topics.FEEDBACK, REGISTRY);
            int visit = REGISTRY.put(Visit.getClassSchema());
            int rating = REGISTRY.put(Feedback.getClassSchema());
            for (int more = 0; more < 2; more++) {
                String id = "v".repeat((1 << 20) + more);
                List<String> topics = Collections.nCopies((1 << 16) + more, "T");
                System.out.println("string + " + more + " "
                        + reads(visits, Frames.of(visit, TestEvents.visit(id).build())));
                System.out.println("items + " + more + " "
                        + reads(
                                feedback,
                                Frames.of(
                                        rating,
                                        TestEvents.rating("f", 4)
                                                .setTopics(topics)
                                                .build())));
            }
        }

        private static String reads(AvroReader<?> reader, byte[] value) {
            try {
                reader.read(value);
                return "read";
            } catch (UnreadableException e) {
                return e.fault().name();
            }
        }
    }

    @Test
    void shouldReadUpToTheLimitsAndNoFurther() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        File out = dir.resolve("out").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Fresh.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(out)
                .content()
                .contains("string + 0 read", "items + 0 read", "string + 1 UNDECODABLE", "items + 1 UNDECODABLE");
    }
}
