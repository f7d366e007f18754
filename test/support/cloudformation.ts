import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../local/listen.ts';

/** A CloudFormation that answers `DescribeStacks` of the real client: stacks by name with their outputs. */
export const startCloudFormation = async (stacks: Readonly<Record<string, Readonly<Record<string, string>>>>) => {
  const answer = (body: string): { readonly status: number; readonly xml: string } => {
    const form = new URLSearchParams(body);
    const name = form.get('StackName') ?? '';
    const outputs = stacks[name];
    if (form.get('Action') !== 'DescribeStacks' || outputs === undefined) {
      const error = `<Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message>`;
      return { status: 400, xml: `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>` };
    }
    const members = Object.entries(outputs).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    const stack = `<StackName>${name}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs>`;
    const result = `<DescribeStacksResult><Stacks><member>${stack}</member></Stacks></DescribeStacksResult>`;
    return { status: 200, xml: `<DescribeStacksResponse>${result}</DescribeStacksResponse>` };
  };
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        const { status, xml } = answer(body);
        response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
      },
      () => response.destroy(),
    );
  });
  return listen(server);
};
