// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The topic names of one installation: a prefix, then the short name of each topic. Installations with different
 * prefixes can share a cluster.
 *
 * @param prefix letters, digits, dots and hyphens, 2 to 101 characters, the last one a dot; never an underscore, which
 *     collides with a dot in Kafka's metric names
 */
public record TopicNames(String prefix) {
    /** A prefix of this length with the longest short name stays within the 249 characters that Kafka allows. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,99}\\.");

    public static final TopicNames DEFAULT = new TopicNames("doorstep.");

    /** @throws IllegalArgumentException saying what a valid prefix looks like */
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

    /** The names of the topics, in the given order. */
    public List<String> of(List<Topic> topics) {
        return topics.stream().map(this::of).toList();
    }

    /** The subject of a topic's values in a schema registry. */
    public String subject(Topic topic) {
        return of(topic) + "-value";
    }

    /** The topic with this name, full or short. */
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
