// SPDX-License-Identifier: Apache-2.0
package doorstep.rights;

import doorstep.cluster.AdminAnswers;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Grants rights (ACLs) on a cluster and determines which rights the current user lacks. The latter does not require the
 * right to list ACLs. Not thread-safe.
 */
public final class Rights implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    /**
     * Appended to a prefix, this gives one name that represents all names with the prefix. No such topic is created.
     */
    private static final String ANY = "rights-check";

    private final AppConfig config;
    private final Admin admin;

    public Rights(AppConfig config) {
        this.config = config;
        Map<String, Object> settings = new HashMap<>(config.adminSettings());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        try {
            admin = Admin.create(settings);
        } catch (KafkaException e) {
            throw new ClusterException("cannot connect to " + config.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Grants rights to a user in addition to those it already has.
     *
     * @throws ClusterException if the caller may not grant rights
     */
    public void grant(List<Right> rights, String user) {
        try {
            AdminAnswers.await(admin.createAcls(
                            rights.stream().map(right -> right.binding(user)).toList())
                    .all());
        } catch (KafkaException e) {
            throw new ClusterException(
                    "cannot grant rights at " + config.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns those of the given rights that the user of the settings lacks. On a topic that does not exist yet, only a
     * lack of CREATE or DESCRIBE is detected. On a cluster without access control nothing is missing.
     *
     * @throws ClusterException if the brokers do not answer
     */
    public List<Right> missing(List<Right> rights) {
        List<Right> missing = new ArrayList<>();
        for (Right right : rights) {
            if (!has(right)) {
                missing.add(right);
            }
        }
        return missing;
    }

    private boolean has(Right right) {
        try {
            return switch (right.type()) {
                case TOPIC -> right.operation() == AclOperation.CREATE ? mayCreate(right) : hasOnTopics(right);
                case GROUP -> {
                    String group = right.prefix() ? right.name() + ANY : right.name();
                    yield allows(
                            AdminAnswers.await(admin.describeConsumerGroups(
                                                    List.of(group),
                                                    new DescribeConsumerGroupsOptions()
                                                            .includeAuthorizedOperations(true))
                                            .describedGroups()
                                            .get(group))
                                    .authorizedOperations(),
                            right);
                }
                case TRANSACTIONAL_ID -> {
                    String id = right.prefix() ? right.name() + ANY : right.name();
                    AdminAnswers.await(
                            admin.describeTransactions(List.of(id)).description(id)); // WRITE implies DESCRIBE
                    yield true;
                }
                default -> throw new AssertionError(right);
            };
        } catch (AuthorizationException e) {
            return false;
        } catch (TimeoutException e) {
            throw new ClusterException("the brokers at " + config.bootstrapServers() + " do not answer", e);
        } catch (KafkaException e) {
            return true; // it does not exist yet, and the user may describe it
        }
    }

    private boolean mayCreate(Right right) {
        NewTopic topic = new NewTopic(right.name() + ANY, Optional.of(1), Optional.empty());
        AdminAnswers.await(admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true))
                .all());
        return true;
    }

    private boolean hasOnTopics(Right right) {
        Set<String> names = new HashSet<>();
        if (!right.prefix()) {
            names.add(right.name());
        } else if (right.name().equals(config.topics().prefix())) {
            names.addAll(config.topics().of(Topics.all()));
        } else {
            AdminAnswers.await(admin.listTopics().names()).stream()
                    .filter(name -> name.startsWith(right.name()))
                    .forEach(names::add);
            names.add(right.name() + ANY);
        }
        Map<String, KafkaFuture<TopicDescription>> topics = admin.describeTopics(
                        names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        return topics.values().stream().allMatch(topic -> {
            try {
                return allows(AdminAnswers.await(topic).authorizedOperations(), right);
            } catch (UnknownTopicOrPartitionException e) {
                return true;
            } catch (AuthorizationException e) {
                return right.operation() == AclOperation.DESCRIBE_CONFIGS; // alone it does not imply DESCRIBE
            }
        });
    }

    private static boolean allows(Set<AclOperation> operations, Right right) {
        return operations == null || operations.contains(right.operation());
    }

    @Override
    public void close() {
        admin.close();
    }
}
