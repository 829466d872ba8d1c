/** The calls and events of Safes, proxy and deposit wallets and of what makes and moves them. */
import { parseAbi } from 'viem';

export const safeAbi = parseAbi([
  'function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)',
  'function nonce() view returns (uint256)',
  'function getOwners() view returns (address[])',
  'function getThreshold() view returns (uint256)',
]);

export const safeFactoryAbi = parseAbi([
  'struct Sig { uint8 v; bytes32 r; bytes32 s; }',
  'function createProxy(address paymentToken, uint256 payment, address paymentReceiver, Sig createSig)',
  'function computeProxyAddress(address user) view returns (address)',
  'event ProxyCreation(address proxy, address owner)',
]);

export const multiSendAbi = parseAbi(['function multiSend(bytes transactions) payable']);

export const proxyFactoryAbi = parseAbi([
  'struct ProxyCall { uint8 typeCode; address to; uint256 value; bytes data; }',
  'function proxy(ProxyCall[] calls) payable returns (bytes[] returnValues)',
]);

export const relayHubAbi = parseAbi([
  'function getNonce(address from) view returns (uint256)',
  'function relayCall(address from, address recipient, bytes encodedFunction, uint256 transactionFee, uint256 gasPrice, uint256 gasLimit, uint256 nonce, bytes signature, bytes approvalData)',
  'event TransactionRelayed(address indexed relay, address indexed from, address indexed to, bytes4 selector, uint8 status, uint256 charge)',
  'error WrongNonce(address from, uint256 expected, uint256 found)',
  'error WrongSignature(address from)',
  'error TooLittleGas(uint256 left, uint256 asked)',
]);

export const depositWalletAbi = parseAbi([
  'function nonce() view returns (uint256)',
  'function owner() view returns (address)',
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
]);

export const depositWalletFactoryAbi = parseAbi([
  'struct Call { address target; uint256 value; bytes data; }',
  'struct Batch { address wallet; uint256 nonce; uint256 deadline; Call[] calls; }',
  'function BEACON() view returns (address)',
  'function deploy(address owner) returns (address wallet)',
  'function proxy(Batch[] batches, bytes[] signatures)',
  'event WalletDeployed(address indexed wallet, address indexed owner)',
  'error OnlyOperator(address caller)',
  'error AlreadyDeployed(address owner)',
  'error OnlyFactory(address caller)',
  'error WrongWallet(address wallet)',
  'error WrongNonce(uint256 expected, uint256 found)',
  'error DeadlineOver(uint256 deadline, uint256 timestamp)',
  'error WrongSignature(address signer)',
]);
