// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.FeedbackCount;
import doorstep.avro.Progress;
import doorstep.avro.ReactionCount;
import doorstep.avro.Rejected;
import doorstep.avro.SatisfactionScore;
import doorstep.avro.ServiceDeskCount;
import doorstep.avro.ServiceLevel;
import doorstep.avro.Setting;
import doorstep.avro.Visit;
import doorstep.avro.VisitCount;
import doorstep.avro.WorkItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * A registry of the schemas in the jar, those of all releases so far, with ids derived from their text: the first 31
 * bits of the SHA-256 of the parsing canonical form, never 0. So registries that never met give the same schema the
 * same id, and the bundled schemas need no registry at all.
 */
public final class BundledSchemas implements SchemaRegistry {
    /** Those of this release. */
    public static final List<Schema> CURRENT = List.of(
            Visit.getClassSchema(),
            Feedback.getClassSchema(),
            Commitment.getClassSchema(),
            VisitCount.getClassSchema(),
            FeedbackCount.getClassSchema(),
            SatisfactionScore.getClassSchema(),
            ReactionCount.getClassSchema(),
            ServiceDeskCount.getClassSchema(),
            ServiceLevel.getClassSchema(),
            WorkItem.getClassSchema(),
            Rejected.getClassSchema(),
            Setting.getClassSchema(),
            Progress.getClassSchema());

    /** Those of this release by id. */
    private static final class Current {
        private static final Map<Integer, Schema> BY_ID =
                CURRENT.stream().collect(Collectors.toMap(BundledSchemas::idOf, schema -> schema));
    }

    /** Those of all releases by id, parsed from files on first use: most processes need none of them. */
    private static final class Released {
        private static final Map<Integer, Schema> BY_ID = CURRENT.stream()
                .flatMap(schema -> versions(schema.getName()))
                .collect(Collectors.toMap(BundledSchemas::idOf, schema -> schema, (first, second) -> first));

        /** Versions 1, 2, 3… of a record, as long as there are files. */
        private static Stream<Schema> versions(String record) {
            return IntStream.iterate(1, version -> version + 1)
                    .mapToObj(version -> parsed("/doorstep/schemas/" + record + "/" + version + ".avsc"))
                    .takeWhile(Optional::isPresent)
                    .map(Optional::orElseThrow);
        }

        private static Optional<Schema> parsed(String file) {
            try (InputStream text = BundledSchemas.class.getResourceAsStream(file)) {
                return text == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(text));
            } catch (IOException e) {
                throw new UncheckedIOException(file, e);
            }
        }
    }

    public static int idOf(Schema schema) {
        try {
            byte[] canonical = SchemaNormalization.toParsingForm(schema).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical);
            int first = (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
            return Math.max(1, first >>> 1);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int register(String subject, Schema schema) {
        return idOf(schema);
    }

    @Override
    public Optional<Schema> find(int id) {
        return Optional.ofNullable(Current.BY_ID.get(id)).or(() -> Optional.ofNullable(Released.BY_ID.get(id)));
    }
}
