// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import com.dynatrace.hash4j.hashing.Hashing;
import doorstep.event.Codes;
import doorstep.event.Feedback;
import doorstep.event.Feedback.Answer;
import doorstep.event.FeedbackKind;
import doorstep.event.Link;
import doorstep.event.Minutes;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.event.TreePath;
import doorstep.event.Version;
import doorstep.wire.AvroReader;
import doorstep.wire.Identities;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Fast path that reads ratings directly from their bytes, if they are ordinary: written with the schema in the jar,
 * canonically encoded, and valid. All others are left to {@link FeedbackParser}, which reports what is wrong with them;
 * both give the same result for ratings that are read here ({@code RatingBytesTest}). Not thread-safe.
 */
final class RatingBytes {
    private static final int MAX_ID_BYTES = 256;
    private static final byte[] RATING = FeedbackKind.RATING.name().getBytes(StandardCharsets.US_ASCII);
    private static final SortedSet<String> NO_TOPICS = Collections.emptySortedSet();

    private final DecodeLimits limits;
    private final InternTable<String> codes = new InternTable<>(RatingBytes::code);
    private final InternTable<TreePath> paths = new InternTable<>(RatingBytes::path);
    private final InternTable<Scale> scales =
            new InternTable<>(bytes -> Scale.of(ascii(bytes)).orElse(null));
    private final InternTable<SubjectType> subjects = new InternTable<>(
            bytes -> ClosedCodes.of(SubjectType.class, ascii(bytes)).orElse(null));
    private final InternTable<SortedSet<String>> topicSets = new InternTable<>(RatingBytes::topicSet);
    private final InternTable<Optional<TreePath>> areas = new InternTable<>(RatingBytes::area);

    private byte[] in;
    private int at;

    /** Thrown for a value that must be left to the parser. */
    private static final class Unusual extends RuntimeException {
        Unusual() {
            super("left to the parser", null, false, false);
        }
    }

    RatingBytes(DecodeLimits limits) {
        this.limits = limits;
    }

    /**
     * @param key of the record; known to be in the right partition
     * @param value framed
     * @param mostRevision the largest revision that the writer's schema can hold
     * @return empty: use the parser
     */
    Optional<Decoded> read(byte[] key, byte[] value, long mostRevision, long appendMs) {
        in = value;
        at = AvroReader.BODY;
        try {
            return Optional.of(read(key, mostRevision, appendMs));
        } catch (Unusual | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        } finally {
            in = null;
        }
    }

    private Decoded read(byte[] key, long mostRevision, long appendMs) {
        int from = at;
        readId(key);
        long revision = readLong();
        String source = readWord(codes);
        TreePath unit = readWord(paths);
        Optional<TreePath> area = readUnion() ? readWord(areas) : Optional.empty();
        long occurredAt = readTime(appendMs);
        readTime(appendMs);
        boolean withdrawn = readBoolean();
        Feedback rating = readRating(unit, area, source, occurredAt);
        requireUsual(at == in.length && revision >= 0 && revision <= mostRevision);
        Version version = new Version(revision, Hashing.xxh3_64().hashBytesToLong(in, from, in.length - from));
        return new Decoded.Accepted(version, withdrawn ? Optional.empty() : Optional.of(rating));
    }

    /** Reads the fields that only feedback has, in a method of its own that the JIT compiler optimizes as a whole. */
    private Feedback readRating(TreePath unit, Optional<TreePath> area, String source, long occurredAt) {
        int kind = readBytes();
        requireUsual(Arrays.equals(in, kind, at, RATING, 0, RATING.length));
        String channel = readWord(codes);
        String question = readWord(codes);
        requireUsual(readUnion());
        Scale scale = readWord(scales);
        requireUsual(readUnion());
        int score = readInt();
        requireUsual(scale.contains(score));
        requireUsual(!readUnion()); // reaction
        boolean imputed = readBoolean();
        SubjectType about = null;
        int subjectFrom = 0;
        int subjectTo = 0;
        if (readUnion()) {
            about = readWord(subjects);
            subjectFrom = readBytes();
            subjectTo = at;
            requireAsciiId(subjectFrom, subjectTo);
        }
        SortedSet<String> topics = readTopics();
        readBoolean(); // hasComment
        boolean article = about == SubjectType.ARTICLE;
        Optional<Link> callBack = imputed || article
                ? Optional.empty()
                : Optional.of(link(about, subjectFrom, subjectTo, question, occurredAt));
        return Feedback.builder(Minutes.ofMillis(occurredAt), unit)
                .area(area)
                .source(source)
                .kind(FeedbackKind.RATING)
                .channel(channel)
                .question(question)
                .answer(Optional.of(new Answer(scale, score)))
                .imputed(imputed)
                .about(Optional.ofNullable(about))
                .article(article ? Optional.of(text(subjectFrom, subjectTo)) : Optional.empty())
                .topics(topics)
                .callBack(callBack)
                .build();
    }

    private Link link(SubjectType about, int subjectFrom, int subjectTo, String question, long at) {
        if (about == null) {
            return Link.toItself(at);
        }
        String id = text(subjectFrom, subjectTo);
        return new Link(Identities.of(Link.callBackOf(about.name() + ":" + id, question)), at, Optional.of(id));
    }

    private void readId(byte[] key) {
        int from = readBytes();
        requireUsual(Arrays.equals(in, from, at, key, 0, key.length));
        requireAsciiId(from, at);
    }

    private void requireAsciiId(int from, int to) {
        requireUsual(to > from && to - from <= MAX_ID_BYTES);
        for (int i = from; i < to; i++) {
            requireUsual(in[i] >= 0);
        }
    }

    private <T> T readWord(InternTable<T> words) {
        int from = readBytes();
        T word = words.get(in, from, at);
        requireUsual(word != null);
        return word;
    }

    private SortedSet<String> readTopics() {
        int from = at;
        long count = readLong();
        if (count == 0) {
            return NO_TOPICS;
        }
        requireUsual(count > 0 && count <= DecodeLimits.MAX_TOPICS);
        for (long left = count; left > 0; left--) {
            readBytes();
        }
        requireUsual(readLong() == 0);
        SortedSet<String> topics = topicSets.get(in, from, at);
        requireUsual(topics != null && topics.size() == count);
        return topics;
    }

    private long readTime(long appendMs) {
        long time = readLong();
        requireUsual(time >= limits.earliestMs() && time <= appendMs + DecodeLimits.FUTURE_MS);
        return time;
    }

    /** @return whether there is a value */
    private boolean readUnion() {
        return readBoolean(0, 2);
    }

    private boolean readBoolean() {
        return readBoolean(0, 1);
    }

    private boolean readBoolean(int no, int yes) {
        byte b = in[at++];
        requireUsual(b == no || b == yes);
        return b == yes;
    }

    private int readInt() {
        long n = readLong();
        requireUsual(n == (int) n);
        return (int) n;
    }

    /** A zigzag varint that uses no more bytes than necessary. */
    private long readLong() {
        long n = 0;
        for (int shift = 0; ; shift += 7) {
            requireUsual(shift < 63);
            byte b = in[at++];
            n |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                requireUsual(b != 0 || shift == 0);
                return (n >>> 1) ^ -(n & 1);
            }
        }
    }

    /** @return where the bytes begin; they end where the next field begins */
    private int readBytes() {
        long length = readLong();
        int from = at;
        requireUsual(length >= 0 && length <= in.length - from);
        at += (int) length;
        return from;
    }

    private String text(int from, int to) {
        return new String(in, from, to - from, StandardCharsets.US_ASCII);
    }

    private static void requireUsual(boolean usual) {
        if (!usual) {
            throw new Unusual();
        }
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String code(byte[] bytes) {
        String code = ascii(bytes);
        return Codes.isValid(code) ? code : null;
    }

    private static TreePath path(byte[] bytes) {
        String path = new String(bytes, StandardCharsets.UTF_8);
        boolean sameBytes = Arrays.equals(bytes, path.getBytes(StandardCharsets.UTF_8));
        return sameBytes && TreePath.isValid(path) ? new TreePath(path) : null;
    }

    private static Optional<TreePath> area(byte[] bytes) {
        TreePath path = path(bytes);
        return path == null ? null : Optional.of(path);
    }

    /** @return null unless all are valid, without duplicates, and in order */
    private static SortedSet<String> topicSet(byte[] encoded) {
        RatingBytes topicBytes = new RatingBytes(null);
        topicBytes.in = encoded;
        SortedSet<String> topics = new TreeSet<>();
        for (long left = topicBytes.readLong(); left > 0; left--) {
            int from = topicBytes.readBytes();
            String topic = code(Arrays.copyOfRange(encoded, from, topicBytes.at));
            if (topic == null || (!topics.isEmpty() && topics.last().compareTo(topic) >= 0)) {
                return null;
            }
            topics.add(topic);
        }
        return Collections.unmodifiableSortedSet(topics);
    }
}
