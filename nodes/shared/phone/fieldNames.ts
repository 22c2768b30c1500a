import type { Row } from './values';

/** What the name of a field says about the phone numbers in it. */
export interface FieldMeaning {
	/** The name without marks: phonenumber for phoneNumber, Phone Number and phone_number. */
	plain: string;
	/** How likely it is on WhatsApp: 0 WhatsApp, 1 mobile, 2 phone, half more at work or home; undefined for no phone. */
	rank: number | undefined;
	/** The phone of a parent, an assistant, a company, the own channel: never this person's. */
	isOthers: boolean;
	/** A phone of somebody or something that is named by a word not known here, so it may be anybody's. */
	isUnclear: boolean;
	/** A country, or its calling code, for the number beside it. */
	isCountry: boolean;
	/** A calling code, if it looks like one. */
	isCode: boolean;
	/** An area code for the number beside it. */
	isArea: boolean;
	/** WhatsApp's id of a person, which starts with the country code by definition. */
	isWhatsAppId: boolean;
	/** A list of people. */
	isPeople: boolean;
}

const words = (text: string) => new Set(wordsOf(text));

const WHATSAPP = words(
	'whatsapp whatsap watsapp whats wapp wpp wsp wa zap jid व्हाट्सएप واتساب وواتساب ווטסאפ וואטסאפ ватсап вотсап',
);
const MOBILE = words(
	'mobile mobiles mob mobil telemovel diensthandy mobilszam mobitel mobitela natel bimbit мобилен נייד ' +
		'মোবাইল موبائل mobilnr mobilni mobilny mobiel gsm mobiltelefon mobiltelefonnummer ' +
		'mobilnummer mobilephone mobilephonenumber mobilenumber portable movil celular celulares cel cell ' +
		'cellphone cellulare handy handynummer handynr hp matkapuhelin matkapuhelinnumero komorka komorkowy ' +
		'komorkowego kom cep мобильный мобільний сотовый κινητό 手机 手机号 手机号码 手機 携帯 携帯電話 携帯電話番号 휴대폰 휴대전화 جوال ' +
		'الجوال جوالك المحمول الموبايل موبایل मोबाइल',
);
const PHONE = words(
	'phone phones ph telp telepon tlf tfno phonenumber phonenumbers phoneno telephone telephonenumber tel ' +
		'telefon telefonnummer telefonnr telefono telefonos telefone telefones fone telefoon telefoonnummer ' +
		'rufnummer simu talrunis telefonszama msisdn e164 sms telefonu telefonni telefonszam puhelin ' +
		'puhelinnumero thoại sđt τηλέφωνο 聯絡電話 联系电话 ' +
		'телефон телефона телефону тел 电话 电话号码 電話 電話番号 전화 전화번호 هاتف الهاتف هاتفك تلفن טלפון फोन ফোন โทรศัพท์ ' +
		'เบอร์โทรศัพท์ เบอร์โทร',
);
const AT_A_PLACE = words(
	'home work business office other secondary alternate alternative landline fixo fijo casa festnetz ' +
		'private privat',
);
/** With "number" beside it this is a phone: contact number. */
const OF_A_PERSON = words('contact contacto contato kontakt national recipient reminder to');
const NUMBER = words(
	'number numbers numero nummer no nr nro num numara numarası नंबर নম্বর نمبر رقم מספר namba broj',
);
const ONE_NUMBER = words('number numero nummer no nr nro num');
/** What one does with a number, in a question for it. */
const REACH = words('reach text call message contact write');

/** Something about the number, or a thing that has to do with phones. */
const ABOUT = words(
	'type typ country verified label status consent optin opt count name url prefix extension ext model ' +
		'id date time valid carrier format app version device os group message messages provider timezone ' +
		'region notes calls last collection confirmed at serial privacy policy bill plan brand code enabled ' +
		'hash source price amount contract interview length duration searchable calculated',
);
/** Relatives, people with a task, firms, and numbers that are no longer in use. */
const OTHERS = words(
	'fax telefax emergency kin parent parents mother father mom mum mama papa dad guardian spouse partner ' +
		'wife husband son daughter brother sister friend neighbor neighbour roommate flatmate colleague ' +
		'manager boss supervisor assistant asst secretary agent rep recruiter hr host coach trainer teacher ' +
		'doctor physician lawyer attorney accountant guarantor witness landlord caterer driver courier ' +
		'referrer referral reference referred owner author assignee creator organizer sender seller vendor ' +
		'supplier company employer organization organisation org school hotel venue bank insurance pharmacy ' +
		'clinic hospital support helpdesk sales channel display metadata old previous former notfall ' +
		'notfallkontakt notfallkontakte notfallkontakts notfallnummer eltern mutter vater ehefrau ehemann ' +
		'sohn tochter bruder schwester freund freundin nachbar nachbarin kollege kollegin chef chefin arzt ' +
		'anwalt vermieter trainerin lehrer lehrerin firma unternehmen arbeitgeber schule alte fruhere ' +
		'vorherige emergencia madre padre tutor acudiente esposa esposo conyuge hijo hija hermano hermana ' +
		'amigo amiga vecino vecina colega jefe jefa asistente medico abogado entrenador profesor fiador ' +
		'testigo empresa proveedor escuela anterior antiguo antigua responsable responsavel mae pai marido ' +
		'filho filha irmao irma vizinho chefe antigo antiga referido indicador entreprise urgence mere femme ' +
		'mari fils fille frere soeur ami amie medecin avocat employeur ecole ancien ancienne emergenza madre ' +
		'padre moglie marito amico amica medico datore',
);
/** Whoever has typed it in, or brought somebody. */
const DONE_BY =
	/\b(?:(?:created|updated|modified|assigned|invited|referred|recommended|added) by|recommande par|(?:recomend|indic)ad[oa] por|empfohlen von|consigliat[oa] da)\b/;
const COUNTRY = words(
	'country pais land pays ddi isd dial dialing calling callingcode dialcode countrycode',
);
/** Where somebody comes from says nothing about their phone. */
const ORIGIN = words(
	'birth born origin citizenship nationality passport nacimiento nascimento nacionalidad ' +
		'nacionalidade origen origem naissance nationalite geburt geburts herkunft nascita',
);
const CODE = words('code codigo prefijo prefix vorwahl indicatif');
const AREA = words('area ddd local caracteristica lada ortsvorwahl');

const PEOPLE = words(
	'participant participants member members people attendees guests teilnehmer participantes miembros ' +
		'membros invitados convidados',
);

/** Whoever fills in a form is asked for their own. */
const ADDRESSED = words(
	'you your yours my mine tu tus su sus usted teu seu sua voce dich dir dein deine deiner deinem deines ' +
		'deinen ihr ihre ihrer ihrem ihren eure votre vos ton tuo suo vostro jouw uw twoj sizin senin ваш ваша ' +
		'вашего твой',
);

/** The person that a row is about. */
const PERSONS = words(
	'client clients customer customers contact contacts lead leads person people participant participants ' +
		'member members attendee attendees guest guests user users buyer payer purchaser subscriber student ' +
		'pupil patient candidate applicant recipient visitor registrant respondent delegate volunteer donor ' +
		'passenger traveler traveller resident individual invitee shopper player employee tenant cliente ' +
		'clientes alumno alumna aluno aluna estudiante estudante paciente huesped hospede invitado invitada ' +
		'convidado convidada comprador compradora pagador participante participantes miembro socio socia ' +
		'usuario usuaria inscrito persona pessoa titular membro candidato kunde kunden kundin teilnehmer ' +
		'teilnehmerin mitglied gast schuler schulerin patientin bewerber bewerberin nutzer personne eleve ' +
		'adherent adherente utilisateur acheteur participante cliente utente ospite iscritto partecipante ' +
		'studente elev teilnehmenden klant deelnemer lid musteri katilimci ogrenci hasta peserta pelanggan ' +
		'siswa klient klienta uczestnik uczestnika ucznia клиент клиента участник участника студента пациента',
);

/** Words that tell how a number is written or used, or that hold a name together. */
const NEUTRAL = words(
	'primary principal main preferred personal direct best current new full complete international ' +
		'default billing shipping delivery checkout reachable day night evening daytime additional supplied ' +
		'appended normalized sanitized cleaned formatted raw value values input text item field fields ' +
		'attribute attributes property properties data merges form forms survey question answer entry row ' +
		'column record node output result response added be group grupo gruppe custom inner shared ticket ' +
		'corporate car ext active aktif link remote alt sf uf hs sid the and for with without please what ' +
		'which how can could may must reach call get enter provide give write type add fill include including ' +
		'incl only once here below are his her their where when from into via want use del las los una por ' +
		'favor cual cuales como para con sin que donde numero incluye codigo pais escribe indica dos das uma ' +
		'qual sem aqui digite informe completo und oder der die das dem den des ein eine fur mit ohne bitte ' +
		'wie lautet ist geben sie mein unter welcher les une avec sans est quel quelle quoi pour aux merci ' +
		'per con senza dello della degli dei nel qual dove het een met zonder voor van bij wat contactnummer ' +
		'te escribimos escribirte contactamos contactarte llamamos so đien cua ban di đong ca nhan nguoi tham gia lub lutfen ve ile aktywny nomor nomer kontaktowy numer numar numarasi telefonunuz cislo szam đien ' +
		'номер телефона контактный आपका आपकी अपना अपनी मेरा कृपया पूरा दर्ज करें संपर्क সম্পূর্ণ আপনার ' +
		'رقمك الرقم الخاص بك الشخصي مع رمز الدولة الدولي للتواصل التواصل للاتصال شماره خود آپ کا اپنا ' +
		'שלך שלי האישי קשר ליצירת αριθμος τηλεφωνου σας σου επικοινωνιας',
);

const remembered = new Map<string, FieldMeaning>();
const MOST_REMEMBERED = 1_000;
const LONGEST_NAME = 200;

/** Rows of one list have the same fields, and working out what a name means takes a while. */
export function meaningOf(name: string): FieldMeaning {
	let meaning = remembered.get(name);
	if (meaning === undefined) {
		meaning = classify(name.slice(0, LONGEST_NAME));
		if (remembered.size < MOST_REMEMBERED && name.length <= LONGEST_NAME)
			remembered.set(name, meaning);
	}
	return meaning;
}

/** The values of a row by the plain names of its fields. */
export function byPlainName(row: Row): ReadonlyMap<string, unknown> {
	return new Map(Object.entries(row).map(([name, value]) => [meaningOf(name).plain, value]));
}

function classify(name: string): FieldMeaning {
	const all = wordsOf(name);
	const essential = wordsOf(withoutHint(name));
	const has = (set: ReadonlySet<string>, list = essential) => list.some((word) => set.has(word));
	// A whole sentence asks for the number itself: "What phone number can we message you on?"
	const isAbout =
		essential.length <= 5 &&
		essential.some((word) => ABOUT.has(word) && !(word === 'group' && has(NUMBER)));
	const isId = isWhatsAppId(essential);
	const isArea = has(AREA, all);
	const isAddressed = has(ADDRESSED, all);
	const rank = isAbout && !isId ? undefined : (rankOf(has) ?? rankOfHint(all, essential));
	return {
		plain: all.join(''),
		rank,
		isOthers: speaksOfOthers(all),
		isUnclear: rank !== undefined && !isAddressed && essential.some(isUnknown),
		isCountry:
			!has(ORIGIN, all) &&
			(has(COUNTRY, all) || (has(CODE, all) && has(PHONE, all))) &&
			!isArea &&
			!all.includes('source'),
		isCode: has(CODE, all),
		isArea,
		isWhatsAppId: isId,
		// A member number is an id, and a member type a word.
		isPeople:
			has(PEOPLE) &&
			essential.length <= 3 &&
			!essential.some((word) => ONE_NUMBER.has(word) || (ABOUT.has(word) && word !== 'group')),
	};
}

const KNOWN = [
	WHATSAPP,
	MOBILE,
	PHONE,
	AT_A_PLACE,
	OF_A_PERSON,
	NUMBER,
	ABOUT,
	OTHERS,
	COUNTRY,
	CODE,
	AREA,
	PEOPLE,
]
	.concat([ADDRESSED, PERSONS, NEUTRAL])
	.reduce((all, some) => new Set([...all, ...some]), new Set<string>());

const WRITTEN_IN_WORDS =
	/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}]{3,}$/u;

/** A word of a language that is written here with words; short ones are endings and marks. */
function isUnknown(word: string): boolean {
	// With an ending of the language: "Teilnehmers", "participantes".
	const stems = [word, word.slice(0, -1), word.slice(0, -2)];
	return (
		WRITTEN_IN_WORDS.test(word) && !KNOWN.has(word) && !stems.some((stem) => PERSONS.has(stem))
	);
}

/** "Contact (WhatsApp)": what is in brackets says what it is, if it says nothing else. */
function rankOfHint(all: string[], essential: string[]): number | undefined {
	const hint = all.filter((word) => !essential.includes(word));
	const isKind = hint.every((word) => WHATSAPP.has(word) || MOBILE.has(word) || PHONE.has(word));
	return isKind ? rankOf((set) => hint.some((word) => set.has(word))) : undefined;
}

/** Whether a word is what a person who takes part is called; a contact may be the second one of the same person. */
export function isParticipant(word: string): boolean {
	return wordsOf(word).some((one) => PERSONS.has(one) && !OF_A_PERSON.has(one));
}

function isWhatsAppId(essential: readonly string[]): boolean {
	return essential.join('') === 'waid' || essential.join('') === 'whatsappid';
}

function rankOf(has: (set: ReadonlySet<string>) => boolean): number | undefined {
	const isPhone =
		has(PHONE) || (has(NUMBER) && (has(OF_A_PERSON) || (has(REACH) && has(ADDRESSED))));
	const atAPlace = has(AT_A_PLACE) ? 0.5 : 0;
	if (has(WHATSAPP)) return atAPlace;
	if (has(MOBILE)) return 1 + atAPlace;
	return isPhone ? 2 + atAPlace : undefined;
}

/** "(with country code)", "con código de área": what is behind it is about the writing of the number. */
function withoutHint(name: string): string {
	const essence = name
		.replace(/\([^()]*\)/g, ' ')
		.replace(/\b(with|incl|including|mit|con|com|avec)\b.*$/i, ' ')
		.trim();
	return essence === '' ? name : essence;
}

/** Whether words speak of a relative, a firm, or somebody who has brought a person. */
export function speaksOfOthers(said: readonly string[]): boolean {
	return said.some((word) => OTHERS.has(word)) || isDoneBySomebody(said);
}

export function isDoneBySomebody(said: readonly string[]): boolean {
	return DONE_BY.test(said.join(' '));
}

/** "phoneNumber", "Phone Number" and "phone_number" are the same words. */
export function wordsOf(name: string): string[] {
	return name
		.replace(/whats[\s_]?app/gi, ' whatsapp ')
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.map((word) => word.replace(/(?<=\p{L})\d{1,2}$/u, ''))
		.filter((word) => word !== '');
}
