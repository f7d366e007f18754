import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { NOW } from '../support/factories.ts';
import { ledgerContract } from './ledger-contract.ts';
import { slotsContract } from './slots-contract.ts';

const ledger = createMemoryLedger(() => NOW);

ledgerContract(
  'ledger in memory',
  () => ledger,
  async () => undefined,
);

slotsContract('slots in memory', async () => createMemorySlots(5, ledger.getAll), ledger.add);
