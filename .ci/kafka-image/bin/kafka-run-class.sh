#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
archive=
if [ "${1-}" = kafka.Kafka ] && [ -f /opt/kafka/kafka.jsa ]; then archive=-XX:SharedArchiveFile=/opt/kafka/kafka.jsa; fi
# shellcheck disable=SC2086 # options are words
exec java ${KAFKA_HEAP_OPTS:--Xmx256m} ${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseG1GC} -Xshare:auto $archive \
  -Djava.awt.headless=true ${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=/opt/kafka/config/tools-log4j2.yaml} \
  ${KAFKA_OPTS-} -cp '/opt/kafka/libs/*' "$@"
