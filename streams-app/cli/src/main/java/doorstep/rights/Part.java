package doorstep.rights;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import doorstep.app.AppConfig;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** Who needs what of a cluster: each part runs as a user of its own, with these rights and no others. */
public enum Part {
    INGEST("`doorstep ingest`, and any producer of events") {
        @Override
        public List<Right> rights(AppConfig config) {
            List<Right> rights = new ArrayList<>();
            forEach(config.topics().of(Topics.inputs()), WRITE, "events", rights);
            rights.add(Right.topics(DESCRIBE, config.topics().prefix(), "all topics are verified first"));
            rights.add(Right.topics(DESCRIBE_CONFIGS, config.topics().prefix(), "same"));
            return rights;
        }
    },
    PIPELINE("`doorstep run`") {
        @Override
        public List<Right> rights(AppConfig config) {
            List<Right> rights = new ArrayList<>();
            forEach(config.topics().of(Topics.inputs()), READ, "events", rights);
            forEach(config.topics().of(Topics.results()), WRITE, "rows", rights);
            rights.add(Right.topic(WRITE, config.topics().of(Topics.PROGRESS), "accounting"));
            rights.add(Right.topic(READ, config.topics().of(Topics.PROGRESS), "did each task get what the others sent?"));
            rights.add(Right.topic(WRITE, config.topics().of(Topics.SETTINGS), "what the figures are counted under"));
            rights.add(Right.topic(
                    READ,
                    config.topics().of(Topics.SETTINGS),
                    "was a rebuild begun and not finished? were they counted under other settings?"));
            rights.add(Right.topic(WRITE, config.topics().of(Topics.REJECTED), "refused records"));
            rights.add(Right.topic(DESCRIBE, config.topics().of(Topics.SCHEMAS), "all topics are verified first"));
            rights.add(Right.topics(DESCRIBE_CONFIGS, config.topics().prefix(), "same"));
            String internal = config.applicationId() + "-";
            rights.add(Right.topics(CREATE, internal, "changelogs and hand-overs"));
            rights.add(Right.topics(READ, internal, "same"));
            rights.add(Right.topics(WRITE, internal, "same"));
            rights.add(Right.topics(DELETE, internal, "hand-overs that were applied are deleted"));
            rights.add(Right.topics(DESCRIBE_CONFIGS, internal, "their settings are verified at each start"));
            rights.add(new Right(READ, ResourceType.GROUP, config.applicationId(), false, "the instances share the work"));
            rights.add(new Right(WRITE, ResourceType.TRANSACTIONAL_ID, internal, true, "exactly once"));
            return rights;
        }
    },
    READER("`doorstep rows`, `watch` and `rejects`; dashboards") {
        @Override
        public List<Right> rights(AppConfig config) {
            List<Right> rights = new ArrayList<>();
            forEach(config.topics().of(Topics.results()), READ, "rows", rights);
            rights.add(Right.topic(READ, config.topics().of(Topics.PROGRESS), "as-of"));
            rights.add(Right.topic(READ, config.topics().of(Topics.SETTINGS), "zone, targets, catalogue"));
            rights.add(Right.topic(READ, config.topics().of(Topics.REJECTED), "`rejects`, `rows rejected`"));
            return rights;
        }
    },
    EXPORT("what loads rows into a warehouse, as consumer group `APP-export`") {
        @Override
        public List<Right> rights(AppConfig config) {
            List<Right> rights = new ArrayList<>();
            forEach(config.topics().of(Topics.results()), READ, "rows", rights);
            rights.add(new Right(
                    READ, ResourceType.GROUP, config.applicationId() + "-export", false, "how far it has read is kept there"));
            return rights;
        }
    },
    REGISTRY("`doorstep registry`") {
        @Override
        public List<Right> rights(AppConfig config) {
            String id = config.applicationId() + "-registry";
            return List.of(
                    Right.topic(READ, config.topics().of(Topics.SCHEMAS), "schemas"),
                    Right.topic(WRITE, config.topics().of(Topics.SCHEMAS), "new ones"),
                    new Right(WRITE, ResourceType.TRANSACTIONAL_ID, id, false, "one registry writes at a time"));
        }
    };

    private final String what;

    Part(String what) {
        this.what = what;
    }

    /** @param config tells the names of the topics, and the pipeline's {@code application.id} */
    public abstract List<Right> rights(AppConfig config);

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
