/** For containers: is the service in this one fit to work? */
const port = process.env.HTTP_PORT ?? '8080';
const response = await fetch(`http://127.0.0.1:${port}/health/ready`);
process.exit(response.ok ? 0 : 1);
