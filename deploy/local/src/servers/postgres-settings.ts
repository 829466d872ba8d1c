/** How the local Postgres is set: durable first, small second. */

export function settingsFor(port: number): readonly string[] {
  const settings: Readonly<Record<string, string | number>> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',

    // A checkpoint that triggers orders must survive a power cut.
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',

    max_connections: 100,
    shared_buffers: '64MB',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    max_wal_size: '512MB',
    max_parallel_workers_per_gather: 0,
    huge_pages: 'off',
    jit: 'off',
    io_method: 'sync',

    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_min_messages: 'warning',
    // A service that was killed must not hold its locks for long.
    tcp_keepalives_idle: 30,
    client_connection_check_interval: '5s',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
