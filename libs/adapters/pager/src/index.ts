export { webhookChannel, type WebhookChannelOptions } from './webhook-channel.js';
export { smtpChannel, type SmtpChannelOptions } from './smtp-channel.js';
