// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.avro.Progress;
import doorstep.figures.Completion;
import doorstep.text.FigureFormat;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Checks after an import that no record was dropped silently: in every input partition, received = current + repeated +
 * rejected, and received = the count before the import + the records that the brokers acknowledged to the importer.
 */
final class Accounting {
    /** Records of one input partition. */
    record Account(long before, long acknowledged, long received, long current, long repeated, long rejected) {
        static final Account NONE = new Account(0, 0, 0, 0, 0, 0);

        boolean balances() {
            return received == current + repeated + rejected && received == before + acknowledged;
        }

        Account plus(Account other) {
            return new Account(
                    before + other.before,
                    acknowledged + other.acknowledged,
                    received + other.received,
                    current + other.current,
                    repeated + other.repeated,
                    rejected + other.rejected);
        }

        @Override
        public String toString() {
            return "received " + FigureFormat.count(received) + " = " + FigureFormat.count(current) + " current + "
                    + FigureFormat.count(repeated) + " repeated + " + FigureFormat.count(rejected)
                    + " rejected; acknowledged "
                    + FigureFormat.count(acknowledged) + (before == 0 ? "" : ", before " + FigureFormat.count(before));
        }
    }

    private final Map<TopicPartition, Account> accounts = new HashMap<>();

    /**
     * @param names of the topics
     * @param before rows of progress when everything in the topics had been read
     * @param acknowledged records that the brokers have acknowledged since then
     * @param after rows of progress when those had been read too
     */
    Accounting(
            TopicNames names,
            Collection<Progress> before,
            Map<TopicPartition, Long> acknowledged,
            Collection<Progress> after) {
        acknowledged.forEach((partition, count) -> accounts.put(partition, new Account(0, count, 0, 0, 0, 0)));
        Topics.inputs().forEach(topic -> after.stream()
                .filter(row -> row.getPart().equals(topic.shortName()))
                .forEach(row -> {
                    TopicPartition partition = new TopicPartition(names.of(topic), row.getPartition());
                    accounts.merge(partition, account(partition, row, before), Account::plus);
                }));
    }

    private static Account account(TopicPartition partition, Progress row, Collection<Progress> before) {
        long receivedBefore =
                Completion.rowOf(partition, before).map(Progress::getReceived).orElse(0L);
        return new Account(
                receivedBefore, 0, row.getReceived(), row.getCurrent(), row.getRepeated(), row.getRejected());
    }

    boolean balances() {
        return accounts.values().stream().allMatch(Account::balances);
    }

    /** One line per topic that received records, then one line per partition that does not balance. */
    List<String> lines() {
        Map<String, Account> byTopic = new TreeMap<>();
        accounts.forEach((partition, account) -> byTopic.merge(partition.topic(), account, Account::plus));
        List<String> lines = new ArrayList<>();
        byTopic.forEach((topic, account) -> {
            if (!account.equals(Account.NONE)) {
                lines.add(topic + ": " + account);
            }
        });
        accounts.forEach((partition, account) -> {
            if (!account.balances()) {
                lines.add(partition + " DOES NOT BALANCE: " + account);
            }
        });
        return lines;
    }
}
