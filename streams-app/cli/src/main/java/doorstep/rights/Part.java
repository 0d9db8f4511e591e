// SPDX-License-Identifier: Apache-2.0
package doorstep.rights;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import doorstep.config.AppConfig;
import doorstep.config.ConfigurationException;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** The parts of Doorstep that access a cluster. Each runs as a separate Kafka user with exactly these rights. */
public enum Part {
    INGEST("`doorstep ingest`, and any producer of events") {
        @Override
        List<Right> rights(AppConfig config, String groups) {
            TopicNames topics = config.topics();
            List<Right> rights = new ArrayList<>();
            forEach(topics.of(Topics.inputs()), WRITE, "events", rights);
            rights.add(Right.topics(DESCRIBE, topics.prefix(), "all topics are verified first"));
            rights.add(Right.topics(DESCRIBE_CONFIGS, topics.prefix(), "same"));
            rights.add(Right.topic(READ, topics.of(Topics.PROGRESS), "`--wait`"));
            return rights;
        }
    },
    WAIT("`doorstep wait`") {
        @Override
        List<Right> rights(AppConfig config, String groups) {
            TopicNames topics = config.topics();
            List<Right> rights = new ArrayList<>();
            forEach(topics.of(Topics.inputs()), READ, "telling events from transaction markers", rights);
            rights.add(Right.topic(READ, topics.of(Topics.PROGRESS), "how far the pipeline has come"));
            return rights;
        }
    },
    PIPELINE("`doorstep run`") {
        @Override
        List<Right> rights(AppConfig config, String groups) {
            TopicNames topics = config.topics();
            List<Right> rights = new ArrayList<>();
            forEach(topics.of(Topics.inputs()), READ, "events", rights);
            forEach(topics.of(Topics.results()), WRITE, "rows", rights);
            rights.add(Right.topic(WRITE, topics.of(Topics.PROGRESS), "accounting"));
            rights.add(Right.topic(READ, topics.of(Topics.PROGRESS), "health: has each task taken what others sent?"));
            rights.add(Right.topic(WRITE, topics.of(Topics.SETTINGS), "settings that the figures are counted with"));
            rights.add(Right.topic(
                    READ,
                    topics.of(Topics.SETTINGS),
                    "is a rebuild unfinished? were the figures counted with other settings?"));
            rights.add(Right.topic(WRITE, topics.of(Topics.REJECTED), "refused records"));
            rights.add(Right.topic(DESCRIBE, topics.of(Topics.SCHEMAS), "all topics are verified first"));
            rights.add(Right.topics(DESCRIBE_CONFIGS, topics.prefix(), "same"));
            String internal = config.applicationId() + "-";
            rights.add(Right.topics(CREATE, internal, "changelogs and delta batches"));
            rights.add(Right.topics(READ, internal, "same"));
            rights.add(Right.topics(WRITE, internal, "same"));
            rights.add(Right.topics(DELETE, internal, "delta batches that were applied are deleted"));
            rights.add(Right.topics(DESCRIBE_CONFIGS, internal, "their settings are verified at each start"));
            rights.add(
                    new Right(READ, ResourceType.GROUP, config.applicationId(), false, "the instances share the work"));
            rights.add(new Right(WRITE, ResourceType.TRANSACTIONAL_ID, internal, true, "exactly once"));
            return rights;
        }
    },
    READER(
            "`doorstep rows`, `watch`, `worklist` and `rejects`, which use no group; dashboards, with groups whose names begin with"
                    + " `--groups`") {
        @Override
        List<Right> rights(AppConfig config, String groups) {
            TopicNames topics = config.topics();
            List<Right> rights = new ArrayList<>();
            forEach(topics.of(Topics.results()), READ, "rows", rights);
            forEach(topics.of(Topics.inputs()), DESCRIBE, "how much is not read yet", rights);
            rights.add(Right.topic(READ, topics.of(Topics.PROGRESS), "as-of, and what is read"));
            rights.add(Right.topic(READ, topics.of(Topics.SETTINGS), "zone, targets, catalogue"));
            rights.add(Right.topic(READ, topics.of(Topics.REJECTED), "`rejects`, `rows rejected`"));
            rights.add(Right.groups(READ, groups, "how far dashboards have read"));
            return rights;
        }
    },
    EXPLAIN("`doorstep explain`") {
        @Override
        List<Right> rights(AppConfig config, String groups) {
            TopicNames topics = config.topics();
            List<Right> rights = new ArrayList<>();
            forEach(topics.of(Topics.figures()), READ, "the row", rights);
            forEach(topics.of(Topics.inputs()), READ, "the events in it", rights);
            rights.add(Right.topic(READ, topics.of(Topics.PROGRESS), "which events the pipeline has read"));
            rights.add(Right.topic(READ, topics.of(Topics.SETTINGS), "the rules that it counts by"));
            rights.add(Right.topic(READ, topics.of(Topics.REJECTED), "which records it refused"));
            return rights;
        }
    },
    EXPORT("`doorstep export`, which uses no group") {
        @Override
        List<Right> rights(AppConfig config, String groups) {
            TopicNames topics = config.topics();
            List<Right> rights = new ArrayList<>();
            forEach(topics.of(Topics.inputs()), READ, "facts", rights);
            forEach(topics.of(Topics.results()), READ, "rows", rights);
            rights.add(Right.topic(READ, topics.of(Topics.PROGRESS), "as-of, and what is counted"));
            rights.add(Right.topic(READ, topics.of(Topics.SETTINGS), "which events are accepted"));
            rights.add(Right.topic(READ, topics.of(Topics.REJECTED), "which events are refused"));
            return rights;
        }
    },
    SINK("tools that load rows into a warehouse (Kafka Connect, Flink, ClickHouse), with groups whose names begin with"
            + " `--groups` (Kafka Connect: `connect-`)") {
        @Override
        List<Right> rights(AppConfig config, String groups) {
            TopicNames topics = config.topics();
            List<Right> rights = new ArrayList<>();
            forEach(topics.of(Topics.results()), READ, "rows", rights);
            rights.add(Right.topic(READ, topics.of(Topics.PROGRESS), "as-of, and what is counted"));
            rights.add(Right.topic(READ, topics.of(Topics.SETTINGS), "zone, targets, catalogue"));
            rights.add(Right.groups(READ, groups, "how far it has read"));
            return rights;
        }
    },
    REGISTRY("`doorstep registry`") {
        @Override
        List<Right> rights(AppConfig config, String groups) {
            String schemas = config.topics().of(Topics.SCHEMAS);
            String id = config.applicationId() + "-registry";
            return List.of(
                    Right.topic(READ, schemas, "schemas"),
                    Right.topic(WRITE, schemas, "new schemas"),
                    new Right(WRITE, ResourceType.TRANSACTIONAL_ID, id, false, "one registry writes at a time"));
        }
    };

    private final String what;

    Part(String what) {
        this.what = what;
    }

    /**
     * @param config supplies the topic names and the pipeline's {@code application.id}
     * @param groups prefix of the names of the part's consumer groups, if it has any
     */
    abstract List<Right> rights(AppConfig config, String groups);

    /** The rights with the default group prefix, {@code <application.id>-<part>}. */
    public List<Right> rights(AppConfig config) {
        return rights(config, config.applicationId() + "-" + this);
    }

    /**
     * The rights with another group prefix.
     *
     * @throws ConfigurationException if the part has no groups, or if the prefix would include the pipeline's own group
     */
    public List<Right> rightsWithGroups(AppConfig config, String groups) {
        if (this != READER && this != SINK) {
            throw new ConfigurationException("--groups can only be used with the parts reader and sink");
        }
        if (config.applicationId().startsWith(groups)) {
            throw new ConfigurationException("--groups '" + groups + "' would let a " + this
                    + " access the pipeline's own group, " + config.applicationId() + "; use a longer prefix");
        }
        return rights(config, groups);
    }

    String what() {
        return what;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static void forEach(List<String> topics, AclOperation operation, String why, List<Right> rights) {
        topics.forEach(topic -> rights.add(Right.topic(operation, topic, why)));
    }
}
