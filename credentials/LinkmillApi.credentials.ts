import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

/** Where a Linkmill server is, and the key that opens its API. */
export class LinkmillApi implements ICredentialType {
	name = 'linkmillApi';

	displayName = 'Linkmill API';

	icon: Icon = { light: 'file:../icons/linkmill.svg', dark: 'file:../icons/linkmill.dark.svg' };

	documentationUrl = 'https://github.com/linkmill/n8n-nodes-linkmill#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			// Not localhost: on many machines that is ::1 first, where Linkmill does not listen.
			default: 'http://127.0.0.1:8787',
			placeholder: 'e.g. https://go.example.com',
			description:
				'Address of the Linkmill server, as n8n reaches it. In Docker this is the name of the service, such as http://linkmill:8787.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'A key with the scopes read and write. The first start of Linkmill writes an admin key to admin.key in its data folder.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim().replace(new RegExp("/+$"), "")}}',
			url: '/v1/me',
			method: 'GET',
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Linkmill does not know this API key. It may be mistyped, revoked or expired.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'Something answers at this Base URL, but it is not the Linkmill API.',
				},
			},
		],
	};
}
