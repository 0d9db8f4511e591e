package doorstep.wire;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the topics of one installation are called: a prefix, then the short name of each. Installations with different
 * prefixes can share a cluster.
 *
 * @param prefix letters, digits, dots and hyphens, 2 to 101 characters, the last one a dot; never an underscore, which
 *     Kafka confuses with a dot in metric names
 */
public record TopicNames(String prefix) {
    /** With the longest name behind it, still shorter than the 249 characters that Kafka allows. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,99}\\.");

    public static final TopicNames DEFAULT = new TopicNames("doorstep.");

    /** @throws IllegalArgumentException saying what a prefix must look like */
    public TopicNames {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("only letters, digits, '.' and '-', a letter or digit first and a '.'"
                    + " last, 101 characters at most: doorstep. or staging.doorstep.");
        }
    }

    /** The name of a topic. */
    public String of(Topic topic) {
        return prefix + topic.shortName();
    }

    /** Their names, in that order. */
    public List<String> of(List<Topic> topics) {
        return topics.stream().map(this::of).toList();
    }

    /** The subject of a topic's values in a schema registry. */
    public String subject(Topic topic) {
        return of(topic) + "-value";
    }

    /** The topic of this name, whole or short. */
    public Optional<Topic> find(String name) {
        return Stream.of(name, prefix + name)
                .flatMap(it -> Topics.all().stream().filter(topic -> of(topic).equals(it)))
                .findFirst();
    }

    /** The prefix without its last dot. */
    public String applicationId() {
        return prefix.substring(0, prefix.length() - 1);
    }
}
