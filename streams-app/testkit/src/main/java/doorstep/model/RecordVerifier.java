// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.utils.Utils;

/** Checks a record as docs/architecture.md, Refused records, and docs/rejects.md say: the first fault counts. */
final class RecordVerifier {
    static {
        // Avro reads these once per process. The limits are Doorstep's.
        System.setProperty("org.apache.avro.limits.string.maxLength", String.valueOf(1 << 20));
        System.setProperty("org.apache.avro.limits.bytes.maxLength", String.valueOf(1 << 20));
        System.setProperty("org.apache.avro.limits.collectionItems.maxLength", String.valueOf(1 << 16));
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith("doorstep.avro.")));
    }

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final Duration DUE_LIMIT = Duration.ofDays(3_653);

    private final ModelConfig config;

    RecordVerifier(ModelConfig config) {
        this.config = config;
    }

    private static final class Fault extends Exception {
        final String reason;
        final String field;

        Fault(String reason, String field) {
            super(reason, null, false, false);
            this.reason = reason;
            this.field = field;
        }
    }

    ExpectedVerdict verdictOn(RawRecord raw) {
        try {
            SpecificRecord event = raw.value() == null ? null : decode(raw);
            String key = key(raw.key());
            require(!raw.topic().equals("doorstep.commitments") || !key.startsWith("callback:"), "key");
            if (Utils.toPositive(Utils.murmur2(raw.key())) % config.partitions() != raw.partition()) {
                throw new Fault("WRONG_PARTITION", "key");
            }
            if (event != null) {
                check(event, key, raw.appendedAt());
            }
            return new ExpectedVerdict.Accepted(key, event);
        } catch (Fault fault) {
            return new ExpectedVerdict.Refused(fault.reason, fault.field);
        }
    }

    private SpecificRecord decode(RawRecord raw) throws Fault {
        byte[] value = raw.value();
        if (value.length < 5 || value[0] != 0) {
            throw new Fault("UNDECODABLE", "frame");
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        Schema writer = config.schemas().get(id);
        if (writer == null) {
            throw new Fault("UNKNOWN_SCHEMA", "schema");
        }
        Schema reader =
                switch (raw.topic()) {
                    case "doorstep.visits" -> Visit.getClassSchema();
                    case "doorstep.feedback" -> Feedback.getClassSchema();
                    case "doorstep.commitments" -> Commitment.getClassSchema();
                    default -> throw new AssertionError(raw.topic());
                };
        if (config.unreadable().contains(id) || !writer.getName().equals(reader.getName())) {
            throw new Fault("INCOMPATIBLE_SCHEMA", "schema");
        }
        try {
            BinaryDecoder body = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
            SpecificRecord event = new SpecificDatumReader<SpecificRecord>(writer, reader).read(null, body);
            if (!body.isEnd()) {
                throw new Fault("UNDECODABLE", "trailing bytes");
            }
            return event;
        } catch (java.io.IOException | RuntimeException e) {
            throw new Fault("UNDECODABLE", "body");
        }
    }

    private static String key(byte[] bytes) throws Fault {
        if (bytes == null) {
            throw new Fault("INVALID_FIELD", "key");
        }
        try {
            String key = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int points = key.codePointCount(0, key.length());
            require(points >= 1 && points <= 256, "key");
            return key;
        } catch (CharacterCodingException e) {
            throw new Fault("INVALID_FIELD", "key");
        }
    }

    private void check(SpecificRecord event, String key, Instant appendedAt) throws Fault {
        if (event instanceof Visit visit) {
            check(visit, key);
            checkTimes(Stream.of(visit.getOccurredAt(), visit.getRecordedAt()), Stream.of(), appendedAt);
        } else if (event instanceof Feedback feedback) {
            check(feedback, key);
            checkTimes(Stream.of(feedback.getOccurredAt(), feedback.getRecordedAt()), Stream.of(), appendedAt);
        } else {
            check((Commitment) event, key, appendedAt);
        }
    }

    private void check(Visit visit, String key) throws Fault {
        checkCommon(key, visit.getId(), visit.getRevision(), visit.getSource(), visit.getUnit(), visit.getArea());
        require(isCode(visit.getCategory()), "category");
        require(isCode(visit.getMode()), "mode");
        require(visit.getHouseholds() >= 0, "households");
        require(visit.getPeople() >= 0, "people");
        require(visit.getFeedbackAsked() >= 0, "feedbackAsked");
        require(visit.getFulfils() == null || isTarget(visit.getFulfils()), "fulfils");
    }

    private void check(Feedback feedback, String key) throws Fault {
        checkCommon(
                key,
                feedback.getId(),
                feedback.getRevision(),
                feedback.getSource(),
                feedback.getUnit(),
                feedback.getArea());
        String kind = feedback.getKind();
        require(Set.of("RATING", "REACTION", "SUGGESTION", "REPORT").contains(kind), "kind");
        require(isCode(feedback.getChannel()), "channel");
        require(isCode(feedback.getQuestion()), "question");
        String scale = feedback.getScale();
        Integer score = feedback.getScore();
        require(scale == null || Scales.ALL.containsKey(scale), "scale");
        require(scale == null || score == null || Scales.ALL.get(scale).has(score), "score");
        if (kind.equals("RATING")) {
            require(scale != null, "scale");
            require(score != null, "score");
        }
        require(feedback.getReaction() == null || isCode(feedback.getReaction()), "reaction");
        require(!kind.equals("REACTION") || feedback.getReaction() != null, "reaction");
        require(!feedback.getImputed() || kind.equals("RATING"), "imputed");
        About about = feedback.getAbout();
        if (about != null) {
            require(Set.of("VISIT", "COMMITMENT", "ARTICLE").contains(about.getType()), "about.type");
            require(isId(about.getId()), "about.id");
        }
        require(feedback.getTopics().size() <= 32, "topics");
        for (String topic : feedback.getTopics()) {
            require(isCode(topic), "topics");
        }
    }

    private void check(Commitment commitment, String key, Instant appendedAt) throws Fault {
        checkCommon(
                key,
                commitment.getId(),
                commitment.getRevision(),
                commitment.getSource(),
                commitment.getUnit(),
                commitment.getArea());
        require(Set.of("DUTY", "REQUEST", "SUGGESTION").contains(commitment.getKind()), "kind");
        require(isCode(commitment.getCategory()), "category");
        String outcome = commitment.getOutcome();
        require(
                outcome == null
                        || Set.of("RESOLVED", "UNRESOLVED", "REFUSED", "DUPLICATE")
                                .contains(outcome),
                "outcome");
        require(outcome == null || commitment.getClosedAt() != null, "outcome");
        require(commitment.getReturnedAt().size() <= 100, "returnedAt");
        require(commitment.getReopenedAt().size() <= 100, "reopenedAt");

        List<Instant> moments = new ArrayList<>();
        moments.add(commitment.getAcknowledgedAt());
        moments.add(commitment.getAssignedAt());
        moments.add(commitment.getClosedAt());
        moments.addAll(commitment.getReturnedAt());
        moments.addAll(commitment.getReopenedAt());
        moments.removeIf(time -> time == null);
        List<Instant> dues = new ArrayList<>();
        dues.add(commitment.getDueAt());
        dues.add(commitment.getFirstDueAt());
        dues.removeIf(time -> time == null);
        for (Instant time : Stream.concat(moments.stream(), dues.stream()).toList()) {
            if (time.isBefore(commitment.getOpenedAt())) {
                throw new Fault("INCONSISTENT_TIMES", "openedAt");
            }
        }
        Stream<Instant> own =
                Stream.of(commitment.getOccurredAt(), commitment.getRecordedAt(), commitment.getOpenedAt());
        checkTimes(Stream.concat(own, moments.stream()), dues.stream(), appendedAt);
    }

    private static void checkCommon(String key, String id, long revision, String source, String unit, String area)
            throws Fault {
        if (!id.equals(key)) {
            throw new Fault("KEY_MISMATCH", "id");
        }
        require(revision >= 0, "revision");
        require(isCode(source), "source");
        require(isPath(unit), "unit");
        require(area == null || isPath(area), "area");
    }

    private void checkTimes(Stream<Instant> moments, Stream<Instant> dues, Instant appendedAt) throws Fault {
        List<Instant> past = moments.toList();
        List<Instant> due = dues.toList();
        for (Instant time : Stream.concat(past.stream(), due.stream()).toList()) {
            if (time.isBefore(config.earliest())) {
                throw new Fault("TOO_OLD", "time");
            }
        }
        for (Instant time : past) {
            if (time.isAfter(appendedAt.plus(CLOCK_TOLERANCE))) {
                throw new Fault("FUTURE", "time");
            }
        }
        for (Instant time : due) {
            if (time.isAfter(appendedAt.plus(DUE_LIMIT))) {
                throw new Fault("FUTURE", "due");
            }
        }
    }

    private static void require(boolean right, String field) throws Fault {
        if (!right) {
            throw new Fault("INVALID_FIELD", field);
        }
    }

    private static boolean isId(String text) {
        int points = text.codePointCount(0, text.length());
        return points >= 1 && points <= 256;
    }

    /** The id of a call-back consists of a type, an id and a question, so a target may be longer than an id. */
    private static boolean isTarget(String text) {
        return !text.isEmpty() && text.codePointCount(0, text.length()) <= 512;
    }

    private static boolean isCode(String text) {
        return text.matches("[A-Z][A-Z0-9_]{0,63}") && !text.equals("OTHER_VALUES");
    }

    private static boolean isPath(String text) {
        String[] segments = text.split("/", -1);
        if (segments.length > 6 || !Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            return false;
        }
        for (String segment : segments) {
            int[] points = segment.codePoints().toArray();
            boolean good = points.length >= 1
                    && points.length <= 128
                    && !segment.matches("(?s).*[\\p{Cc}\\p{Cs}].*")
                    && !segment.matches("(?s)\\p{Z}.*|.*\\p{Z}")
                    && !segment.matches(
                            "(?s).*[\\x{61C}\\x{200B}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{2064}"
                                    + "\\x{2066}-\\x{2069}\\x{FEFF}\\x{E0000}-\\x{E007F}].*")
                    && !segment.equals("*")
                    && !segment.equals("OTHER_VALUES");
            if (!good) {
                return false;
            }
        }
        return true;
    }
}
