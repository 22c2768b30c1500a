// The words of field names, in the languages in which people name them.

/** Where nothing stands between words, whose phone it is comes first. */
const PHONE_AT_END =
	/[的の]?((?:手机号?码?|手機號?碼?|(?:携帯|联系|聯絡)?[电電][话話](?:[号號]码?碼?|番号)?|携帯|휴대(?:폰|전화)|전화|연락처)(?:(?=번호)|(?!\p{L})))/gu;

/** "phoneNumber", "Phone Number" and "phone_number" are the same words. */
export const wordsOf = remembering((name): readonly string[] =>
	name
		.replace(/whats[\s_]?app/gi, ' whatsapp ')
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.replace(PHONE_AT_END, ' $1 ')
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.map((word) => word.replace(/(?<=\p{L})\d{1,2}$/u, ''))
		.filter((word) => word !== ''),
);

/** Rows of one list have the same fields, and working out what a name means takes a while. */
export function remembering<T>(workOut: (name: string) => T): (name: string) => T {
	const remembered = new Map<string, T>();
	return (name) => {
		const known = remembered.get(name);
		if (known !== undefined) return known;
		const result = workOut(name);
		if (name.length > LONGEST_REMEMBERED) return result;
		if (remembered.size === MOST_REMEMBERED) remembered.clear();
		remembered.set(name, result);
		return result;
	};
}

const MOST_REMEMBERED = 5_000;
const LONGEST_REMEMBERED = 200;

/** Whether one of the words is in one of the sets. */
export function holdsAny(list: readonly string[], ...sets: Array<ReadonlySet<string>>): boolean {
	return list.some((word) => sets.some((set) => set.has(word)));
}

/** Whether each of the words is in one of the sets. */
export function areAll(list: readonly string[], ...sets: Array<ReadonlySet<string>>): boolean {
	return list.every((word) => sets.some((set) => set.has(word)));
}

export const wordSet = (text: string, more: Iterable<string> = []) =>
	new Set([...wordsOf(text), ...more]);

export const WHATSAPP = wordSet(
	'whatsapp whatsap watsapp whats wapp wpp wsp wa zap jid व्हाट्सएप واتساب وواتساب ווטסאפ וואטסאפ ватсап вотсап ' +
		'الواتساب',
);
export const MOBILE = wordSet(
	'mobile mobiles mob mobil telemovel diensthandy mobilszam mobitel mobitela natel bimbit มือถือ เบอร์มือถือ ' +
		'мобилен נייד মোবাইল موبائل mobilnr mobilni mobilny mobiel gsm mobiltelefon mobiltelefonnummer mobilnummer ' +
		'mobilephone mobilephonenumber mobilenumber portable movil celular celulares cel cell cellphone cellulare handy ' +
		'handynummer handynr hp matkapuhelin matkapuhelinnumero komorka komorkowy komorkowego kom cep моб mov мобильный ' +
		'мобільний сотовый κινητό 手机 手机号 手机号码 手機 携帯 携帯電話 携帯電話番号 휴대폰 휴대전화 جوال الجوال جوالك المحمول الموبايل موبایل ' +
		'मोबाइल',
);
export const PHONE = wordSet(
	'phone phones ph landline festnetz fixe telp telepon tlf tfno phonenumber phonenumbers phoneno telephone ' +
		'telephonenumber telefonico telefonica tel telefon telefonnummer telefonnr telefono telefonos telefone telefones ' +
		'fone telefoon telefoonnummer rufnummer simu talrunis telefonszama msisdn e164 sms telefonu telefonni ' +
		'telefonszam puhelin puhelinnumero thoại sđt τηλέφωνο 聯絡電話 联系电话 телефон телефона телефону тел 电话 电话号码 電話 電話番号 전화 ' +
		'전화번호 연락처 هاتف الهاتف هاتفك تلفن טלפון फोन ফোন โทรศัพท์ เบอร์โทรศัพท์ เบอร์โทร',
);
export const AT_A_PLACE = wordSet(
	'home work business office other secondary alternate alternative landline fixo fixe fijo casa festnetz private ' +
		'privat dienstlich geschaftlich trabajo laboral trabalho travail bureau lavoro ufficio werk alt praca дом ' +
		'домашний раб рабочий عمل العمل منزل المنزل עבודה בית 公司 会社 自宅 직장 집',
);
export const FIRM = wordSet('business');
/** With "number" beside it this is a phone: contact number. */
export const OF_A_PERSON = wordSet(
	'contact contacto contato kontakt national recipient reminder to',
);
export const NUMBER = wordSet(
	'number numbers numero numeros numeri nummer nummern no nr nro num numara numarası नंबर নম্বর نمبر رقم מספר ' +
		'namba broj',
);
export const ONE_NUMBER = wordSet('number numero nummer no nr nro num');
/** What one does with a number, in a question for it. */
export const REACH = wordSet('reach text call message contact write');

/** Something about the number, or a thing that has to do with phones. */
export const ABOUT = wordSet(
	'type typ country verified label status estado consent optin opt count name url prefix extension ext model id ' +
		'date time valid carrier format app version device os group message messages provider timezone region notes ' +
		'calls last collection confirmed at serial privacy policy bill plan brand code enabled hash source price amount ' +
		'contract interview length duration searchable calculated',
);

/** Whose number stands beside a child's in the list of a class: relatives, and whom to call in an emergency. */
export const RELATIVES = wordSet(
	'parent mother father mom mum mama papa dad guardian mutter vater eltern madre padre acudiente tutor tutora mae ' +
		'pai responsavel mere pere genitore mamma moeder vader ouder emergency emergencia emergenza urgencia urgence ' +
		'notfall',
);

const FIRMS = wordSet(
	'hotline support helpdesk sales company organization school hotel venue bank insurance pharmacy clinic hospital ' +
		'firma unternehmen schule empresa escuela entreprise ecole',
);

/** Relatives, people with a task, firms, and numbers that are no longer in use. */
export const OTHERS = wordSet(
	'our ours nuestro nuestra nosso nossa unser unsere notre nostro nostra onze whose someone somebody anyone ' +
		'instead alguien alguem jemand jemandem wessen qualcuno fax telefax kin parents familiar familiares relative ' +
		'parente angehoriger viejo vieja velho velha vecchio vecchia spouse partner wife husband son daughter brother ' +
		'sister friend neighbor neighbour roommate flatmate colleague manager boss supervisor assistant asst secretary ' +
		'agent rep recruiter hr host coach trainer teacher doctor physician gp dentist vet veterinarian therapist ' +
		'psychologist psychiatrist lawyer attorney solicitor barrister notary broker realtor accountant guarantor ' +
		'witness landlord caterer driver courier referrer referral reference referred owner author assignee creator ' +
		'organizer sender seller vendor supplier employer organisation org channel display metadata old previous former ' +
		'notfallkontakt notfallkontakte notfallkontakts notfallnummer ehefrau ehemann sohn tochter bruder schwester ' +
		'freund freundin nachbar nachbarin kollege kollegin chef chefin arzt anwalt vermieter trainerin lehrer lehrerin ' +
		'arbeitgeber alte fruhere vorherige esposa esposo conyuge hijo hija hermano hermana amigo amiga vecino vecina ' +
		'colega jefe jefa asistente medico abogado entrenador profesor fiador testigo proveedor anterior antiguo ' +
		'antigua responsable marido filho filha irmao irma vizinho chefe antigo antiga referido indicador femme mari ' +
		'fils fille frere soeur ami amie medecin avocat employeur ancien ancienne moglie marito amico amica datore',
	[...RELATIVES, ...FIRMS],
);
/** What has a phone without being a person. */
export const INSTITUTIONS = wordSet(
	'office helpline oficina buro bureau ufficio escritorio kontor colegio escola scuola segreteria secretaria ' +
		'secretariat sekretariat rezeption reception recepcion recepcao portaria porteria portineria conserjeria ' +
		'concierge conciergerie centralita zentrale centrale kantoor receptie agency agencia agentur agence agenzia ' +
		'restaurant club verein shop tienda loja hostel albergue pousada unterkunft jugendherberge hébergement auberge ' +
		'albergo agriturismo konaklama otel الفندق فندق מלון המלון होटल гостиница отель готель nocleg ubytování szállás ' +
		'cazare smještaj ξενοδοχείο boende overnatting majoitus penginapan khachsan 酒店 ホテル 旅館 호텔 숙소 โรงแรม ' +
		'geschäftsstelle ofis sekreterlik المكتب مكتب משרד המשרד कार्यालय офис офіс biuro kancelář iroda birou γραφείο ' +
		'kontoret toimisto vanphong ofisi 办公室 前台 事務所 事務局 사무실 สำนักงาน',
	FIRMS,
);
/** Who has a task in what a list is about, or wrote it, and things that have a phone: "Driver: Ben", "Payment: Ana". */
export const TASKS = wordSet(
	'organizer organiser organizers organisers driver drivers doctor physician lawyer landlord photographer caterer ' +
		'sponsor security taxi secretary receptionist assistant agent dispatcher courier questions question queries ' +
		'enquiries inquiries info information contact desk payment payments paybill till pix bizum paypal venmo zelle ' +
		'mbway upi paytm gpay mpesa gopay swish twint nequi yape cp narahubung hubungi order ref reference sent posted ' +
		'from regards sincerely call text ring organizador organizadora organizadores chofer conductor fotografo ' +
		'secretaria dudas preguntas consultas contacto pago enviado saludos atentamente motorista duvidas contato ' +
		'pagamento enviada abracos atenciosamente veranstalter organisator fahrer fahrerin busfahrer arzt arztin ' +
		'fotograf sekretarin fragen ruckfragen auskunft kontakt zahlung gesendet grusse gruss organisateur organisatrice ' +
		'chauffeur conducteur medecin photographe renseignements paiement envoye cordialement organizzatore ' +
		'organizzatrice autista domande inviato saluti organizatorius vraag vragen betaling groeten kierowca organizator ' +
		'pytania водитель организатор вопросы контакт sofor surucu sorular iletisim supir panitia ' +
		// Drivers, and those who see to it that the rules are kept.
		'سائق السائق נהג הנהג ड्राइवर चालक водій шофьор řidič vodič sofőr șofer vozač voznik οδηγός chauffør sjåfør ' +
		'förare chaufför kuljettaja autojuht vairuotojas šoferis sopir pengemudi pemandu taixe laixe dereva drayber 司机 ' +
		'司機 運転手 ドライバー 기사 운전기사 คนขับ ড্রাইভার ڈرائیور راننده referee umpire árbitro árbitra arbitre schiedsrichter ' +
		'schiedsrichterin schiri scheidsrechter arbitro hakem حكم الحكم שופט रेफरी судья арбитр суддя sędzia rozhodčí ' +
		'rozhodca játékvezető arbitru sudac sudija διαιτητής dommer domare tuomari kohtunik wasit trongtai mwamuzi 裁判 ' +
		'심판 ผู้ตัดสิน düzenleyen المنظم المنظمة המארגן מארגנת המארגנת आयोजक організатор pořadatel szervező διοργανωτής ' +
		'arrangör arrangør järjestäjä korraldaja penyelenggara bantochuc 组织者 主办方 主催者 幹事 주최자 ผู้จัด informes ' +
		'informacion informações informação informazioni informations bilgi للاستفسار للاستفسارات للتواصل لمزيد לפרטים לשאלות ' +
		'לבירורים पूछताछ संपर्क जानकारी вопросам справки справок питання informacje dotazy otázky kérdések információ întrebări ' +
		'informații pitanja πληροφορίες επικοινωνία spørgsmål frågor kysymykset lisätietoja küsimused pertanyaan lienhe ' +
		'thongtin thacmac maswali mawasiliano katanungan 联系人 咨询 諮詢 联系方式 お問い合わせ 連絡先 問い合わせ先 문의 문의처 ติดต่อ ' +
		'สอบถาม যোগাযোগ رابطہ اطلاعات تماس dubtes contacte pagos ödeme الدفع תשלום भुगतान оплата оплаты płatność platba ' +
		'fizetés πληρωμή betalning maksu pembayaran thanhtoan malipo 付款 お支払い 입금 ชำระเงิน vipps mobilepay bkash ' +
		'easypaisa',
);

/** Whoever has typed it in, or brought somebody. */
export const DONE_BY =
	/\b(?:(?:created|updated|modified|assigned|invited|referred|recommended|added) by|recommande par|(?:recomend|indic)ad[oa] por|empfohlen von|consigliat[oa] da)\b/;
export const COUNTRY = wordSet(
	'country pais land pays ddi isd dial dialing calling callingcode dialcode countrycode',
);
/** Where somebody comes from says nothing about their phone. */
export const ORIGIN = wordSet(
	'birth born origin citizenship nationality passport nacimiento nascimento nacionalidad nacionalidade origen ' +
		'origem naissance nationalite geburt geburts herkunft nascita',
);
export const CODE = wordSet('code codigo prefijo prefix vorwahl indicatif');
export const AREA = wordSet('area ddd local caracteristica lada ortsvorwahl');

export const PEOPLE = wordSet(
	'participant participants member members people attendees guests teilnehmer participantes miembros membros ' +
		'invitados convidados',
);

/** Whoever fills in a form is asked for their own. */
export const ADDRESSED = wordSet(
	'you your yours my mine tu tus su sus usted teu seu sua voce dich dir dein deine deiner deinem deines deinen ihr ' +
		'ihre ihrer ihrem ihren eure votre vos vous toi ton tuo suo vostro jouw uw twoj sizin senin ваш ваша вашего твой ' +
		'您 你 我 本人 ご本人 あなた ご お',
);

/** Of somebody who is spoken about. */
export const THEIR = wordSet(
	'his her their su sus sua suas seu seus sein seine seiner seinem seinen ihr ihre ihrer ihrem ihren son sa ses ' +
		'leur leurs suo zijn haar его ее их',
);

/** How lists call those who come. */
export const TAKING_PART = wordSet(
	'yes coming confirmed registered going present attending list si van vienen vamos asisten asistentes asistiran ' +
		'asiste participa participan participantes presentes inscritos inscriptos inscritas confirmados confirmadas ' +
		'anotados sim vao vem participam dabei zusagen zusage zugesagt kommt kommen anwesend angemeldet teilnahme oui ' +
		'presents inscrits viennent participe presenti vengono iscritti partecipa partecipano partecipanti ja aanwezig ' +
		'aangemeld komt deelnemers kommer deltar deltagere deltagare katilanlar katilan katılıyor gelenler gelen evet ' +
		'придут идут участники участвуют да الحضور الحاضرون المشاركون سيحضر आने आएंगे מגיעים משתתפים ogrenci ogrenciler ' +
		'gelecek gelecekler alumno alumna alumnos student students schuler eleve eleves aluno aluna alunos alunno alunni ' +
		'leerling leerlingen uczen uczniowie ученик ученики طالب طالبة الطالب الطالبة छात्र hadir ikut peserta παρόντες ' +
		'έρχονται 参加 出席 出席者 参加者 參加 참석 참가 ผู้เข้าร่วม obecni uczestnicy',
);

/** The person that a row is about. */
export const PERSONS = wordSet(
	'client clients customer customers contact contacts lead leads person attendee guest user users buyer payer ' +
		'purchaser subscriber student pupil patient candidate applicant recipient visitor registrant respondent delegate ' +
		'volunteer learner trainee talent runner athlete diner rider donor passenger traveler traveller resident ' +
		'individual invitee shopper player employee tenant cliente clientes alumno alumna aluno aluna estudiante ' +
		'estudante paciente huesped hospede invitado invitada convidado convidada comprador compradora pagador ' +
		'participante miembro socio socia usuario usuaria inscrito persona pessoa titular membro candidato kunde kunden ' +
		'kundin teilnehmerin mitglied gast schuler schulerin patientin bewerber bewerberin nutzer personne eleve ' +
		'adherent adherente utilisateur acheteur utente ospite iscritto partecipante studente elev teilnehmenden klant ' +
		'deelnemer lid musteri katilimci ogrenci hasta peserta pelanggan siswa klient klienta uczestnik uczestnika ' +
		'ucznia клиент клиента участник участника студента пациента 学员 学生 客户 会员 成员 报名人 参与者 参加者 參加者 申込者 お客様 生徒 الطالب ' +
		'الطالبة المشارك المشاركة العميل छात्र प्रतिभागी ग्राहक',
	PEOPLE,
);

/** Words that tell how a number is written or used, or that hold a name together. */
export const NEUTRAL = wordSet(
	'confirm repeat reenter retype verify again confirmar confirma repetir repita repite wiederholen primary ' +
		'principal main preferred personal direct best current new neu neue nuevo nueva novo nova nouveau nuovo nieuw ' +
		'full complete international default billing shipping delivery checkout reachable day night evening daytime ' +
		'additional supplied appended concatenated responses normalized sanitized cleaned formatted raw value values ' +
		'input text item field fields attribute attributes properties data merges form forms survey question answer ' +
		'entry row column record node output result response added be group grupo gruppe custom inner shared ticket solo ' +
		'only just perso confirmado confirmada confirmed confirme bestatigt graag appen escribir mensaje mensajes ' +
		'escrever mensagem texts preferido prefiere works activo ativo own propio propia proprio propria propre eigen ' +
		'eigene self selbst yo after before pm am uhr hrs hours horas llamar ligar luego despues depois nach heures ore ' +
		'always anytime weekdays evenings mornings address addresses merge profile profiles details detail grp ' +
		'connections associated associations questions answers key keys meta body payload info information communication ' +
		'communications methods emails email object objects entity records content request params query json deal deals ' +
		'opportunity booking bookings reservation reservations order orders event submission appointment registration ' +
		'datos daten dados donnees dati kontaktdaten embedded resource resources relations related links los corporate ' +
		'car ext active aktif link remote sf uf hs sid the and for with without please what which how can could may must ' +
		'reach call get enter provide give write type add fill include including incl once here below are his her their ' +
		'where when from into via want use del las una por favor cual cuales como para con sin que donde numero incluye ' +
		'codigo pais escribe indica dos das uma qual sem aqui digite informe recapito recapiti peut joindre contacter ' +
		'completo und oder der die dem den des ein eine fur mit ohne bitte wie lautet ist geben sie mein unter welcher ' +
		'les une avec sans est quel quelle quoi pour aux merci per senza dello della degli dei nel dove het een met ' +
		'zonder voor van bij wat contactnummer te escribimos escribirte contactamos contactarte llamamos so đien cua ban ' +
		'di đong ca nhan nguoi tham gia lub lutfen ve ile aktywny nomor nomer kontaktowy numer numar numarasi ' +
		'telefonunuz cislo szam номер телефона контактный для связи आपका का अपना मेरा कृपया पूरा दर्ज करें संपर्क ' +
		'সম্পূর্ণ আপনার رقمك الرقم الخاص بك الشخصي مع رمز الدولة الدولي للتواصل التواصل للاتصال شماره خود آپ کا اپنا 번호 ' +
		'联系 聯絡 常用 연락 본인 참가자 참석자 고객 학생 입력 שלך שלי האישי קשר ליצירת αριθμος τηλεφωνου σας σου επικοινωνιας',
);

export const KNOWN = [
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

export const WRITTEN_IN_WORDS =
	/^(?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Hangul}\p{Script=Greek}]{3,}|[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2,})$/u;
